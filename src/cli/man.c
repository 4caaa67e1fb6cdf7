#include "cli/man.h"

#include "cli/commands.h"
#include "config/keys.h"

#include <stdio.h>

/* A backslash and a hyphen mean something to roff, and a dot or a quote that begins a line. */
static void put_text(struct str text, bool at_line_start)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (at_line_start && (c == '.' || c == '\'')) fputs("\\&", stdout);
        at_line_start = c == '\n';
        if (c == '\\')
            fputs("\\e", stdout);
        else if (c == '-')
            fputs("\\-", stdout);
        else
            putchar(c);
    }
}

static void put_line(const char *text)
{
    put_text(str_from(text), true);
    putchar('\n');
}

static void put_option(const struct option *option)
{
    fputs(".TP\n.B ", stdout);
    if (option->letter != 0) printf("\\-%c, ", option->letter);
    fputs("\\-\\-", stdout);
    put_text(str_from(option->name), false);
    if (option->argument != NULL) {
        putchar(' ');
        put_text(str_from(option->argument), false);
    }
    putchar('\n');
    put_line(option->help);
}

static void put_command(const struct command *command)
{
    fputs(".SS gander ", stdout);
    put_line(command->usage);
    put_line(command->summary);
    for (size_t i = 0; i < command->option_count; i++) put_option(&command->options[i]);
    if (command->print_list != NULL) {
        puts(".PP\n.nf");
        command->print_list();
        puts(".fi");
    }
    if (command->more == NULL) return;
    puts(".PP\n.nf");
    put_line(command->more);
    puts(".fi");
}

static void put_commands(void)
{
    puts(".SH COMMANDS");
    for (size_t i = 0; i < command_count; i++) {
        fputs(".TP\n.B ", stdout);
        put_line(command_table[i].name);
        put_line(command_table[i].summary);
    }
    puts(".SH OPTIONS\nEvery command knows \\-\\-help.");
    for (size_t i = 0; i < command_count; i++) {
        if (command_table[i].line != NULL) put_command(command_table[i].line);
    }
}

static void put_keys(void)
{
    puts(".SH CONFIGURATION\n"
         "Above each directory of migrations the nearest\n.I gander.yml\nor\n.I .gander.yml\n"
         "holds, up to the root of the repository. Its keys, `*` standing for a name of yours:");
    for (size_t i = 0; i < config_key_count; i++) {
        const struct key *key = &config_keys[i];
        fputs(".TP\n.B ", stdout);
        put_line(key->path);
        put_text(str_from(key->summary), true);
        if (key->words != NULL) {
            fputs(": ", stdout);
            put_text(str_from(key->words), false);
        }
        if (key->unset != NULL) {
            fputs(" (default: ", stdout);
            put_text(str_from(key->unset), false);
            putchar(')');
        }
        putchar('\n');
    }
}

void man_print(void)
{
    puts(".TH GANDER 1 \"" GANDER_DATE "\" \"gander " GANDER_VERSION "\" \"User Commands\"\n"
         ".SH NAME\n"
         "gander \\- lint goose migrations for PostgreSQL\n"
         ".SH SYNOPSIS\n"
         ".B gander\n"
         "[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
         ".SH DESCRIPTION\n"
         "Reads every migration of a directory the way goose reads it, parses what goose would\n"
         "send with PostgreSQL's own parser, replays the whole history, and reports what will\n"
         "fail, lock, break the running application, or not roll back.");
    put_commands();
    put_keys();
    puts(".SH ENVIRONMENT\n"
         ".TP\n.B GANDER_FORMAT\nthe format of check's report when no option gives one\n"
         ".TP\n.B NO_COLOR\nno colour, whatever the terminal can\n"
         ".TP\n.B FORCE_COLOR\ncolour, even where standard output is no terminal\n"
         ".SH EXIT STATUS\n"
         ".TP\n.B 0\nno finding at or above the threshold\n"
         ".TP\n.B 1\nfindings\n"
         ".TP\n.B 2\nsomething could not be done: wrong usage, a mistake in gander.yml, an\n"
         "unreadable file, nothing to lint");
}
