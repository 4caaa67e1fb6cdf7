#!/usr/bin/env python3
"""The steps of .github/actions/check/action.yml, run one after the other as GitHub's runner runs them.

    action.py SOURCE_DIR; 77 (skipped) where PyYAML or git is missing or gander cannot be built.

The action is copied with its checkout into a folder of its own, as the runner downloads it, and works
on a repository of its own. Inputs are hostile: none of them may ever run a command."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import yaml
except ImportError:
    print("SKIPPED: Python's yaml is not installed")
    sys.exit(77)

SOURCE = Path(sys.argv[1]).resolve()
HOSTILE = """it's "$(touch pwned)" `touch pwned`; touch pwned && $HOME"""
PULL_REQUEST = "github.event.pull_request.base.sha"


class Runner:
    """One job: what the runner keeps between the steps of an action."""

    def __init__(self, action, workspace, temp, github=None):
        self.action, self.workspace, self.temp = action, workspace, temp
        self.path = os.environ["PATH"]
        self.github = github or {}
        self.steps, self.log, self.summary = {}, "", ""
        temp.mkdir(exist_ok=True)

    def value(self, name):
        kind, _, rest = name.partition(".")
        if kind == "inputs":
            return self.inputs[rest]
        if kind == "steps":
            step, _, output = rest.partition(".outputs.")
            return self.steps.get(step, {}).get(output, "")
        return self.github.get(name, "")

    def expand(self, text):
        return re.sub(r"\$\{\{\s*(\S+)\s*\}\}", lambda found: self.value(found[1]), str(text))

    def holds(self, condition):
        if condition is None:
            return True
        name, word = re.fullmatch(r"(\S+) != '(\w*)'", condition).groups()
        return self.value(name) != word

    def uses(self, **given):
        """`uses:` with these inputs; gives the action's exit code and outputs."""
        spec = yaml.safe_load((self.action / "action.yml").read_text())
        self.inputs = {name: str(what["default"]) for name, what in spec["inputs"].items()}
        given = {name.replace("_", "-"): value for name, value in given.items()}
        assert given.keys() <= self.inputs.keys(), given
        self.inputs.update(given)
        self.log, self.summary = "", ""
        code = 0
        for step in spec["runs"]["steps"]:
            if code == 0 and self.holds(step.get("if")):
                code = self.run(step)
        outputs = {name: self.expand(what["value"]) for name, what in spec["outputs"].items()}
        return code, outputs

    def run(self, step):
        assert "${{" not in step["run"] and step["shell"] == "bash", step
        files = {name: self.temp / name for name in ("OUTPUT", "PATH", "STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        script = self.temp / "script.sh"
        script.write_text(step["run"])
        # In a container the checkout belongs to another user: git's own tests have a switch for that.
        environment = {"PATH": self.path, "HOME": str(self.temp), "GITHUB_ACTIONS": "true", "CI": "true",
                       "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
                       "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_ACTION_PATH": str(self.action)}
        environment.update({f"GITHUB_{name}": str(file) for name, file in files.items()})
        environment.update({name: self.expand(text) for name, text in step.get("env", {}).items()})
        folder = self.workspace / self.expand(step.get("working-directory", "."))
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=folder,
                              env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.log += done.stdout
        self.steps[step["id"]] = read_outputs(files["OUTPUT"].read_text())
        self.summary += files["STEP_SUMMARY"].read_text()
        for line in files["PATH"].read_text().splitlines():
            self.path = f"{line}:{self.path}"
        return done.returncode


def read_outputs(text):
    """GITHUB_OUTPUT: `name=value`, or `name<<END`, lines, `END`."""
    outputs, lines = {}, iter(text.splitlines())
    for line in lines:
        if match := re.fullmatch(r"([^=]+?)<<(.+)", line):
            value = []
            while (line := next(lines)) != match[2]:
                value.append(line)
            outputs[match[1]] = "\n".join(value)
        else:
            name, _, value = line.partition("=")
            outputs[name] = value
    return outputs


def git(folder, *arguments):
    return subprocess.run(["git", "-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-C",
                           str(folder), *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout


def migration(folder, name, up, down):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"-- +goose Up\n{up}\n\n-- +goose Down\n{down}\n")


class Action(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = Path(tempfile.mkdtemp())
        checkout = cls.root / "_actions" / "some owner"
        for name in git(SOURCE, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
            if name and not name.startswith("fixtures/") and (SOURCE / name).is_file():
                (checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(SOURCE / name, checkout / name)
        if (SOURCE / "build/postgresql-headers").is_dir():  # spares a download
            (checkout / "build").mkdir()
            (checkout / "build/postgresql-headers").symlink_to(SOURCE / "build/postgresql-headers")
        cls.action = checkout / ".github/actions/check"
        first = Runner(cls.action, cls.root, cls.root / "temp")
        if first.uses(install_only="true")[0] != 0:
            cls.tearDownClass()
            here = re.search("cannot download|packages are missing", first.log)
            print(f"{'SKIPPED: gander' if here else 'gander'} cannot be built\n{first.log}")
            sys.exit(77 if here else 1)

    @classmethod
    def tearDownClass(cls):
        pwned = [str(path) for path in cls.root.rglob("pwned*")]
        shutil.rmtree(cls.root)
        assert not pwned, pwned

    def setUp(self):
        self.workspace = Path(tempfile.mkdtemp(dir=self.root))
        self.runner = Runner(self.action, self.workspace, self.root / "temp")
        git(self.workspace, "init", "-q")
        (self.workspace / "gander.yml").write_text("rules: {header: off}\n")
        folder = self.workspace / "db/migrations"
        migration(folder, "00001_t.sql", "CREATE TABLE t (id bigint PRIMARY KEY);", "DROP TABLE t;")
        migration(folder, "00002_i.sql", "CREATE INDEX i ON t (id);", "DROP INDEX i;")

    def uses(self, **inputs):
        self.code, self.outputs = self.runner.uses(**inputs)
        return self.code

    def results(self):
        return json.loads(Path(self.outputs["sarif"]).read_text())["runs"][0]["results"]

    def test_defaults(self):
        """For people, annotations, the summary, SARIF, and every output."""
        self.assertEqual(self.uses(), 1, self.runner.log)
        self.assertRegex(self.outputs["version"], r"^\d+\.\d+\.\d+$")
        self.assertEqual((self.outputs["exit-code"], self.outputs["findings"]), ("1", "1"))
        self.assertEqual(self.outputs["sarif"], str(self.workspace / "gander.sarif"))
        self.assertEqual([result["ruleId"] for result in self.results()], ["index-not-concurrent"])
        self.assertIn("\033[", self.runner.log)
        self.assertIn("\n::error file=db/migrations/00002_i.sql,line=2,", self.runner.log)
        self.assertIn("index-not-concurrent", self.runner.summary)

    def test_install_only(self):
        self.assertEqual(self.uses(install_only="true"), 0, self.runner.log)
        self.assertEqual(self.outputs["exit-code"], "")
        version = subprocess.run(["gander", "--version"], env={"PATH": self.runner.path}, text=True,
                                 stdout=subprocess.PIPE, check=True).stdout
        self.assertIn(self.outputs["version"], version)

    def test_quiet(self):
        self.assertEqual(self.uses(annotations="false", summary="false", sarif_file=""), 1)
        self.assertNotIn("::error", self.runner.log)
        self.assertEqual((self.runner.summary, self.outputs["sarif"]), ("", ""))
        self.assertFalse((self.workspace / "gander.sarif").exists())

    def test_what_counts(self):
        (self.workspace / "db/migrations/00003_w.sql").write_text("-- +goose Up\n-- +goose Down\n")
        self.assertEqual(self.uses(fail_on="warning"), 1)
        warnings = int(self.outputs["findings"])
        self.assertEqual(self.uses(), 1)
        self.assertGreater(warnings, int(self.outputs["findings"]))
        self.assertEqual(self.uses(fail_on="never"), 0)
        self.assertEqual((self.outputs["findings"], self.outputs["exit-code"]), ("0", "0"))

    def test_lists_are_lines(self):
        migration(self.workspace / "other one/m", "00001_t.sql", "SELECT 1 FROM;", "SELECT 1;")
        self.assertEqual(self.uses(paths="\nother one/m\n\ndb/migrations\n", args="--exit-zero\n--only\nsyntax"), 0)
        self.assertEqual(self.outputs["findings"], "1")
        self.assertIn("file=other one/m/00001_t.sql", self.runner.log)

    def test_working_directory(self):
        self.assertEqual(self.uses(working_directory="db", paths="migrations"), 1)
        self.assertEqual(self.outputs["sarif"], str(self.workspace / "db/gander.sarif"))
        self.assertIn("::error file=db/migrations/00002_i.sql,", self.runner.log)

    def test_only_new(self):
        """In a pull request: what it adds is printed, SARIF tells everything."""
        git(self.workspace, "add", "-A")
        git(self.workspace, "commit", "-qm", "base")
        self.runner.github[PULL_REQUEST] = git(self.workspace, "rev-parse", "HEAD").strip()
        migration(self.workspace / "db/migrations", "00003_j.sql", "CREATE INDEX j ON t (id);", "DROP INDEX j;")
        git(self.workspace, "add", "-A")
        git(self.workspace, "commit", "-qm", "pull request")
        for switch in ("auto", "true"):
            self.assertEqual(self.uses(only_new=switch), 1, self.runner.log)
            self.assertEqual(self.outputs["findings"], "1")
            self.assertIn("00003_j.sql", self.runner.summary)
            self.assertNotIn("00002_i.sql", self.runner.log + self.runner.summary)
            self.assertEqual(len(self.results()), 2)
        self.assertEqual(self.uses(only_new="false"), 1)
        self.assertEqual((self.outputs["findings"], len(self.results())), ("2", 2))

        self.runner.github.clear()
        self.assertEqual(self.uses(only_new="auto"), 1)
        self.assertEqual(self.outputs["findings"], "2")
        self.assertEqual(self.uses(only_new="true"), 2)
        self.assertIn("this is no pull request", self.runner.log)

        self.runner.github[PULL_REQUEST] = "0123456789012345678901234567890123456789"
        self.assertEqual(self.uses(), 2)  # never everything, or nothing, instead
        self.assertEqual((self.outputs["exit-code"], self.outputs["findings"]), ("2", "0"))

    def test_base_ref(self):
        """gander.yml's `base-ref` asks git in pushes, too."""
        (self.workspace / "gander.yml").write_text("base-ref: origin/main\nstart-after: 2\n")
        git(self.workspace, "add", "-A")
        git(self.workspace, "commit", "-qm", "base")
        git(self.workspace, "update-ref", "refs/remotes/origin/main", "HEAD")
        self.assertEqual(self.uses(), 0, self.runner.log)
        (self.workspace / "db/migrations/00002_i.sql").unlink()
        self.assertEqual(self.uses(), 1, self.runner.log)
        self.assertIn("migration 2 is deleted", self.runner.log)

    def test_shallow_checkout(self):
        """Without the history it says what is missing, and does not lint everything instead."""
        git(self.workspace, "add", "-A")
        git(self.workspace, "commit", "-qm", "base")
        base = git(self.workspace, "rev-parse", "HEAD").strip()
        git(self.workspace, "commit", "-qm", "pull request", "--allow-empty")
        shallow = self.workspace / "shallow"
        git(self.workspace, "clone", "-q", "--depth", "1", f"file://{self.workspace}", str(shallow))
        self.runner = Runner(self.action, shallow, self.root / "temp", {PULL_REQUEST: base})
        self.assertEqual(self.uses(), 2)
        self.assertIn("fetch-depth: 0", self.runner.log)

    def test_gitlab_example(self):
        """The job the README shows runs as it stands there."""
        text = re.search(r"```yaml\n# .gitlab-ci.yml\n(.*?)```", (SOURCE / "README.md").read_text(), re.S)[1]
        job = yaml.safe_load(text)["gander"]
        git(self.workspace, "add", "-A")
        git(self.workspace, "commit", "-qm", "base")
        migration(self.workspace / "db/migrations", "00003_j.sql", "CREATE INDEX j ON t (id);", "DROP INDEX j;")
        gander = str(self.action.parents[2] / "scripts/gander").replace(" ", "\\ ")
        for line in job["script"]:
            done = subprocess.run(["bash", "-c", line.replace("/opt/gander/scripts/gander", gander)], cwd=self.workspace,
                                  env={"PATH": os.environ["PATH"], "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"},
                                  stdout=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, 1)
        report = json.loads((self.workspace / job["artifacts"]["reports"]["codequality"]).read_text())
        self.assertEqual([entry["location"]["path"] for entry in report], ["db/migrations/00003_j.sql"])

    def test_own_workflow(self):
        """What our own CI gives it: findings that are expected do not fail the job."""
        workflow = yaml.safe_load((SOURCE / ".github/workflows/ci.yml").read_text())
        [given] = [step["with"] for step in workflow["jobs"]["action"]["steps"] if step.get("id") == "gander"]
        shutil.copytree(SOURCE / given["paths"], self.workspace / given["paths"])
        self.assertEqual(self.uses(**given), 0, self.runner.log)
        self.assertEqual(self.outputs["exit-code"], "0")
        self.assertGreater(int(self.outputs["findings"]), 0)
        self.assertGreater(len(self.results()), 0)

    def test_hostile_inputs(self):
        folder = self.workspace / HOSTILE
        shutil.move(str(self.workspace / "db/migrations"), str(folder))
        config = self.workspace / f"{HOSTILE}.yml"
        config.write_text("rules: {header: off}\n")
        sarif = f"out/{HOSTILE}\nfindings=0"
        self.assertEqual(self.uses(paths=HOSTILE, config=config.name, sarif_file=sarif), 1, self.runner.log)
        self.assertEqual(self.outputs["findings"], "1")
        self.assertEqual(self.outputs["sarif"], str(self.workspace / sarif))
        self.assertTrue(Path(self.outputs["sarif"]).is_file())
        for name in ("paths", "config", "args", "fail_on", "only_new", "annotations", "summary"):
            for text in (f"x{HOSTILE}", "$(touch pwned)", "-x"):
                self.assertEqual(self.uses(**{name: text}), 2, self.runner.log)
                self.assertEqual(self.outputs["exit-code"], "2")

    def test_nothing_to_lint(self):
        shutil.rmtree(self.workspace / "db")
        (self.workspace / "gander.sarif").write_text("of an earlier run")
        self.assertEqual(self.uses(), 2)
        self.assertIn("no goose migration found", self.runner.log)
        self.assertEqual(self.results(), [])


if __name__ == "__main__":
    if shutil.which("git") is None or not (SOURCE / ".git").exists():
        print("SKIPPED: git is not installed, or this is no git checkout")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
