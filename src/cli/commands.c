#include "cli/commands.h"

#include "cli/check_options.h"

const struct command_entry command_table[] = {
    {"check", "lint migrations; what gander does without a command", check_command,
     &check_command_line},
    {"locks", "show which locks migrations take, and until when", locks_command,
     &locks_command_line},
    {"schema", "print the schema that the migrations make", schema_command, &schema_command_line},
    {"inspect", "show what goose makes of a migration", inspect_command, &inspect_command_line},
    {"rules", "list all rules", rules_command, &rules_command_line},
    {"explain", "explain one rule: why, what instead, examples", explain_command,
     &explain_command_line},
    {"init", "write a gander.yml that fits the migrations here", init_command, &init_command_line},
    {"baseline", "accept what is found today: report only what comes later", baseline_command,
     &baseline_command_line},
    {"renumber", "after a merge: give new migrations numbers above the base's", renumber_command,
     &renumber_command_line},
    {"files", "list what would be linted, and why not the rest", files_command,
     &files_command_line},
    {"config", "show, check or describe the configuration", config_command, &config_command_line},
    {"completions", "print a script for bash, zsh or fish", completions_command,
     &completions_command_line},
    {"help", "explain a command", help_command, NULL},
    {"version", "print versions", version_command, NULL},
};
const size_t command_count = sizeof command_table / sizeof *command_table;
