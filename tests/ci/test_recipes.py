"""What the handbook and the action tell CI to do, done for real in a repository of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from conftest import absent
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
    for name in ("sarif_file", "codequality", "pass_filenames", "cron", "workflow_run", "plan-note"):
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


COMMENTS = """
import json, pathlib, re, sys
store = pathlib.Path("comments.json")
comments = json.loads(store.read_text()) if store.exists() else []
words = [word for word in sys.argv[1:] if word != "--paginate"]
assert words.pop(0) == "api"
method = "GET"
if words[0] == "-X":
    method, words = words[1], words[2:]
address, query, body = words[0], "", None
for flag, value in zip(words[1::2], words[2::2], strict=True):
    if flag == "-q":
        query = value
    else:
        name, _, value = value.partition("=")
        assert (flag, name, value[0]) == ("-F", "body", "@")
        body = pathlib.Path(value[1:]).read_text()
if address == "repos/example/tea/pulls/7":
    print("abc")
elif re.fullmatch("repos/example/tea/pulls/.*", address):
    sys.exit(1)
elif method == "PATCH":
    number = int(address.removeprefix("repos/example/tea/issues/comments/"))
    next(one for one in comments if one["id"] == number)["body"] = body
elif body is None:
    assert query == '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- milepost-plan -->"))) | .id'
    for one in comments:
        if one["user"] == "Bot" and one["body"].startswith("<!-- milepost-plan -->"):
            print(one["id"])
else:
    assert address == "repos/example/tea/issues/7/comments"
    comments.append({"id": len(comments) + 1, "user": "Bot", "body": body})
store.write_text(json.dumps(comments))
"""


def comment_step(checkout):
    (step,) = [one for one in workflow(checkout, "plan-comment")["jobs"]["comment"]["steps"] if "run" in one]
    return step["run"]


def workflow(checkout, name):
    return yaml.safe_load((checkout / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))


def test_a_pull_request_has_one_comment_that_is_kept_up_to_date(checkout, root, tools):
    (tools / "gh.py").write_text(COMMENTS, encoding="utf-8")
    script(tools / "gh", f'exec "{sys.executable}" "{tools}/gh.py" "$@"')
    others = [
        {"id": 1, "user": "User", "body": "<!-- milepost-plan --> not ours"},
        {"id": 2, "user": "Bot", "body": "hi"},
    ]
    (root / "comments.json").write_text(json.dumps(others))
    subprocess.run(["git", "branch", "-f", "base"], cwd=root, check=True)
    subprocess.run(["git", "update-ref", "refs/remotes/origin/main", "base"], cwd=root, check=True)
    (root / DEMO / "plan.yml").write_text(GOOD.replace("5d", "9d"))
    commit(root)
    leave = next(one for one in recipe(checkout, PAGES[0], "sarif_file")["jobs"]["portal"]["steps"] if "NUMBER" in one.get("env", {}))  # fmt: skip
    summary = {"GITHUB_STEP_SUMMARY": str(root / "summary.md"), "BASE": "main", "NUMBER": "7"}
    assert bash(leave["run"], root, tools, **summary).returncode == 0
    text = (root / "plan-comment" / "comment.md").read_text()
    assert (root / "summary.md").read_text() == text
    given = {"GITHUB_REPOSITORY": "example/tea", "HEAD_SHA": "abc"}
    assert bash(comment_step(checkout), root, tools, **given).returncode == 0
    first = json.loads((root / "comments.json").read_text())
    assert first[:2] == others
    assert first[2]["body"] == f"<!-- milepost-plan -->\n{text}"
    (root / "plan-comment" / "comment.md").write_text("another text\n")
    assert bash(comment_step(checkout), root, tools, **given).returncode == 0
    second = json.loads((root / "comments.json").read_text())
    assert second == [*others, first[2] | {"body": "<!-- milepost-plan -->\nanother text\n"}]


@pytest.mark.parametrize(("number", "sha"), [("8", "abc"), ("7", "other"), ("", "abc"), ("7; touch hacked", "x")])
def test_a_number_that_is_not_that_of_the_built_commit_is_not_believed(checkout, root, tools, number, sha):
    (tools / "gh.py").write_text(COMMENTS, encoding="utf-8")
    script(tools / "gh", f'exec "{sys.executable}" "{tools}/gh.py" "$@"')
    (root / "plan-comment").mkdir()
    (root / "plan-comment" / "number").write_text(number)
    (root / "plan-comment" / "comment.md").write_text("text")
    done = bash(comment_step(checkout), root, tools, GITHUB_REPOSITORY="example/tea", HEAD_SHA=sha)
    assert done.returncode != 0
    assert not (root / "hacked").exists()
    assert not (root / "comments.json").exists() or json.loads((root / "comments.json").read_text()) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_handbook_shows_the_workflow_as_it_is(checkout, page):
    shown = recipe(checkout, page, "workflow_run")
    assert shown == workflow(checkout, "plan-comment")
    own = workflow(checkout, "portal")["jobs"]["build"]["steps"]
    for step in recipe(checkout, page, "sarif_file")["jobs"]["portal"]["steps"]:
        if "NUMBER" in step.get("env", {}) or step.get("with", {}).get("name") == "plan-comment":
            assert step in own
    assert "secrets" not in (checkout / ".github" / "workflows" / "plan-comment.yml").read_text(encoding="utf-8")
    assert not any("checkout" in one.get("uses", "") for one in shown["jobs"]["comment"]["steps"])


TOKEN = {"MILEPOST_TOKEN": "token"}


class Notes(BaseHTTPRequestHandler):
    """The notes of a merge request, as GitLab serves them."""

    notes: ClassVar[list[dict[str, object]]] = []

    def do_GET(self):
        self.answer(self.notes)

    def do_POST(self):
        self.notes.append({"id": len(self.notes) + 1, "body": self.body()})
        self.answer({})

    def do_PUT(self):
        number = int(self.path.rpartition("/")[2])
        next(one for one in self.notes if one["id"] == number)["body"] = self.body()
        self.answer({})

    def body(self):
        assert self.headers["PRIVATE-TOKEN"] == "token"
        return parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["body"][0]

    def answer(self, value):
        assert self.path.startswith("/api/v4/projects/1/merge_requests/7/notes")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_):
        """The test says what was asked."""


@pytest.fixture
def notes():
    if shutil.which("curl") is None:
        absent("hosts", "curl is not installed")
    Notes.notes = [{"id": 1, "body": "somebody else's"}]
    server = HTTPServer(("127.0.0.1", 0), Notes)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/v4"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("page", PAGES)
def test_a_merge_request_has_one_note_that_is_kept_up_to_date(checkout, root, tools, notes, page):
    (job,) = recipe(checkout, page, "plan-note").values()
    lines = "\n".join(job["script"])
    sha = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True).stdout
    (root / DEMO / "plan.yml").write_text(GOOD.replace("5d", "9d"))
    commit(root)
    given = {
        "CI_API_V4_URL": notes,
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": sha.strip(),
        "NO_PROXY": "127.0.0.1",
    }
    assert bash(lines, root, tools, **given, MILEPOST_TOKEN="").returncode == 0
    assert len(Notes.notes) == 1
    assert (root / job["artifacts"]["paths"][0]).read_text().startswith("### ")
    for _ in range(2):
        done = bash(lines, root, tools, **given, **TOKEN)
        assert done.returncode == 0, done.stderr
        assert len(Notes.notes) == 2
        assert Notes.notes[1]["body"].startswith("<!-- milepost-plan -->\n### ")
