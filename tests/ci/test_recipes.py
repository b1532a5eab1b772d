"""What the handbook and the action tell CI to do, done for real in a repository of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from loading.findings import DEMO, TASK
from portal_files import commit, portal

BAD, GOOD = ("tasks:\n" + TASK.replace("lin", name) for name in ("lim", "lin"))
PAGES = ("checks-in-ci.md", "checks-in-ci.en.md")


@pytest.fixture
def root(tmp_path):
    return commit(portal(tmp_path / "a portal", {f"{DEMO}plan.yml": BAD}))


@pytest.fixture
def tools(tmp_path):
    """A folder for the path: `milepost` and `python` as they are installed, `pip` left out."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, command in {"milepost": "-m milepost", "python": "", "pre-commit": "-m pre_commit"}.items():
        script(folder / name, f'exec "{sys.executable}" {command} "$@"')
    script(folder / "pip", "exit 0")
    return folder


def script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def bash(text, folder, tools, **variables):
    """As GitHub runs a step: `bash --noprofile --norc -eo pipefail`."""
    env = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", **variables}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, encoding="utf-8")


def recipe(checkout, page, name):
    """The YAML block of a page that holds a key, at any depth."""
    text = (checkout / "content" / "handbook" / page).read_text(encoding="utf-8")
    (found,) = [
        block for block in re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL) if f"{name}:" in block
    ]
    return yaml.safe_load(found)


def action(checkout):
    return yaml.safe_load((checkout / ".github" / "actions" / "check" / "action.yml").read_text(encoding="utf-8"))


def variables(step, defined, **given):
    """The step's variables with the inputs filled in, those that are not given by their defaults."""
    values = {name: one.get("default", "") for name, one in defined["inputs"].items()} | given
    return {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: values[found[1]], text)
        for name, text in step["env"].items()
    }


def check_step(checkout, root, tools, **inputs):
    defined = action(checkout)
    step = defined["runs"]["steps"][1]
    return bash(step["run"], root, tools, **variables(step, defined, **inputs))


def test_the_action_annotates_and_fails(checkout, root, tools):
    done = check_step(checkout, root, tools)
    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file={DEMO}plan.yml,line=2,endLine=2,col=")
    (root / DEMO / "plan.yml").write_text(GOOD)
    assert (check_step(checkout, root, tools).returncode, check_step(checkout, root, tools).stdout) == (0, "")


def test_the_action_takes_all_its_inputs(checkout, root, tools):
    given = {"as-of": "2026-03-02", "lang": "zh", "sarif": "my report.sarif", "junit": "r.xml", "fail-on": "warning"}
    done = check_step(checkout, root.parent, tools, directory="a portal", **given)
    assert "::error file=a portal/content/" in done.stdout
    assert "没有" in done.stdout
    uri = json.loads((root.parent / "my report.sarif").read_text(encoding="utf-8"))["runs"][0]["results"][0][
        "locations"
    ]
    assert uri[0]["physicalLocation"]["artifactLocation"]["uri"] == f"a%20portal/{DEMO}plan.yml"
    assert ET.parse(root.parent / "r.xml").getroot().get("failures") == "1"  # noqa: S314 - our own


def test_an_input_is_never_a_command(checkout, root, tools):
    done = check_step(checkout, root, tools, **{"as-of": '$(touch hacked); "; touch hacked; "'})
    assert done.returncode == 2
    assert not (root / "hacked").exists()
    for step in action(checkout)["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_the_action_installs_what_it_is_told_to(checkout, tmp_path, tools):
    defined = action(checkout)
    step = defined["runs"]["steps"][0]
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=checkout, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    offline = {"PIP_TARGET": str(tmp_path / "site"), "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1"}
    done = bash(step["run"], tmp_path, tools, **variables(step, defined, package=str(wheel)), **offline)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "milepost" / "cli" / "check.py").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_the_workflow_gives_the_action_inputs_that_it_has(checkout, page):
    (step,) = [one for one in recipe(checkout, page, "sarif_file")["jobs"]["portal"]["steps"] if "actions/check" in one.get("uses", "") and one["uses"].startswith("./")]  # fmt: skip
    assert (checkout / step["uses"] / "action.yml").is_file()
    assert step["with"].keys() <= action(checkout)["inputs"].keys()
    text = (checkout / "content" / "handbook" / page).read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in action(checkout)["inputs"])


@pytest.mark.parametrize("page", PAGES)
def test_the_gitlab_job_leaves_the_reports_that_it_names(checkout, root, tools, page):
    job = recipe(checkout, page, "codequality")["milepost"]
    done = bash("\n".join(job["script"]), root, tools)
    assert done.returncode == 1
    reports = job["artifacts"]["reports"]
    (issue,) = json.loads((root / reports["codequality"]).read_text(encoding="utf-8"))
    assert issue["location"]["path"] == f"{DEMO}plan.yml"
    assert ET.parse(root / reports["junit"]).getroot().get("failures") == "1"  # noqa: S314 - our own


def test_the_action_and_the_gitlab_job_say_what_a_change_introduces(checkout, root, tools):
    done = check_step(checkout, root, tools, base="HEAD", lang="en")
    assert done.returncode == 1  # an error that was there before still is one
    assert "introduced by this change: 0 errors" in done.stderr
    (job,) = recipe(checkout, PAGES[0], "codequality").values()
    sha = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True).stdout
    done = bash("\n".join(job["script"]), root, tools, CI_MERGE_REQUEST_DIFF_BASE_SHA=sha.strip())
    assert "introduced by this change: 0 errors" in done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_the_hook_refuses_a_commit_with_errors_and_takes_one_without(checkout, root, tools, page, tmp_path):
    config = recipe(checkout, page, "pass_filenames")
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (root / ".gitignore").write_text("/.cache/\n")
    commit_all = "git add -A && git -c user.name=T -c user.email=t@example.com commit -q -m x"
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    assert bash("pre-commit install", root, tools, **home).returncode == 0
    (root / DEMO / "plan.yml").write_text(BAD + "# changed\n")
    refused = bash(commit_all, root, tools, **home)
    assert refused.returncode != 0
    assert "error[unresolved-reference]" in refused.stdout + refused.stderr
    (root / DEMO / "plan.yml").write_text(GOOD)
    taken = bash(commit_all, root, tools, **home)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    (root / "notes.txt").write_text("not of the portal")
    assert "Skipped" in (done := bash(commit_all, root, tools, **home)).stdout + done.stderr


GH = """
import json, pathlib, sys
store = pathlib.Path("issues.json")
issues = json.loads(store.read_text()) if store.exists() else []
words = sys.argv[1:]
assert words.pop(0) == "api"
method = "GET"
if words[0] == "-X":
    method, words = words[1], words[2:]
address, fields = words.pop(0), {}
while words:
    flag, value = words.pop(0), words.pop(0)
    if flag == "-q":
        assert value == ".[0].number // empty"
        continue
    name, _, value = value.partition("=")
    fields[name] = pathlib.Path(value[1:]).read_text() if flag == "-F" and value[0] == "@" else value
path, _, query = address.partition("?")
assert path.startswith("repos/example/tea/issues")
if query:
    assert query == "labels=milepost-digest&state=open"
    print(next((one["number"] for one in issues if one["label"] == "milepost-digest"), ""))
elif method == "PATCH":
    issues[int(path.rpartition("/")[2]) - 1] |= fields
else:
    issues.append({"number": len(issues) + 1, "label": fields.pop("labels[]"), **fields})
store.write_text(json.dumps(issues))
"""


@pytest.mark.parametrize("page", PAGES)
def test_the_digest_keeps_one_issue_up_to_date(checkout, root, tools, page):
    step = next(one for one in recipe(checkout, page, "cron")["jobs"]["digest"]["steps"] if one.get("name") == "Digest")
    (tools / "gh.py").write_text(GH, encoding="utf-8")
    script(tools / "gh", f'exec "{sys.executable}" "{tools}/gh.py" "$@"')

    def run():
        done = bash(step["run"], root, tools, GITHUB_REPOSITORY="example/tea")
        assert done.returncode == 0, done.stderr
        return json.loads((root / "issues.json").read_text())

    (first,) = run()
    assert first["title"] == "Milepost digest"
    assert "error[unresolved-reference]" in first["body"]
    (root / DEMO / "plan.yml").write_text(GOOD)
    (second,) = run()
    assert (second["number"], second["title"]) == (1, "Milepost digest")
    assert "unresolved-reference" not in second["body"]
    (root / "content" / "portal.yml").unlink()
    assert bash(step["run"], root, tools, GITHUB_REPOSITORY="example/tea").returncode != 0
    assert json.loads((root / "issues.json").read_text()) == [second]


def test_both_languages_hold_the_same_recipes(checkout):
    for name in ("sarif_file", "codequality", "pass_filenames", "cron"):
        assert recipe(checkout, PAGES[0], name) == recipe(checkout, PAGES[1], name)


def test_the_action_has_the_parts_that_github_asks_for(checkout):
    step = {"type": "object", "required": ["name", "shell", "run"]}
    wanted = {
        "type": "object",
        "required": ["name", "description", "inputs", "runs"],
        "properties": {
            "inputs": {"additionalProperties": {"required": ["description", "default"]}},
            "runs": {"properties": {"using": {"const": "composite"}, "steps": {"items": step}}},
        },
    }
    jsonschema.validate(action(checkout), wanted)
