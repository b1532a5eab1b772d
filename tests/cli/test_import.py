"""`milepost import` and `milepost fetch` as processes: what goes where, exit codes, languages."""

import json
import os
import subprocess
import sys

import pytest
from portal_files import portal


def milepost(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "milepost", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {})


def reply(root, name="getDailySummary.json", total=1):
    path = root / name
    body = {"list": [{"ref_date": "20260901", "visit_total": total, "share_pv": 0, "share_uv": 0}]}
    path.write_text(json.dumps(body))
    return path


def test_what_was_taken_goes_to_the_output_and_all_else_to_the_error_output(root):
    bad = root / "bad.json"
    bad.write_text("{")
    done = milepost("import", "wechat", reply(root), bad, "--into", "demo", "-C", root, "--lang", "zh")
    assert done.returncode == 1
    table = "content/projects/demo/metrics/wechat/daily-summary/2026-09.csv"
    assert done.stdout == f"{root}/getDailySummary.json: getDailySummary, 1 行 → {table}\n"
    assert done.stderr == f"milepost: {bad}: 未导入：第 1 行第 2 列起不是有效的 JSON，文件可能被截断\n"
    assert milepost("import", "wechat", reply(root), "--into", "demo", "-C", root).returncode == 0


def test_an_unknown_project_could_not_run(root):
    done = milepost("import", "wechat", reply(root), "--into", "dmeo", "-C", root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no project `dmeo`; there are: demo" in done.stderr


def test_fetching_without_secrets_could_not_run(root):
    done = milepost("fetch", "wechat", "--into", "demo", "-C", root, "--lang", "zh", MILEPOST_WECHAT_APPID="")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "milepost: 环境变量中没有 `MILEPOST_WECHAT_APPID`；密钥只从环境变量读取\n"


def test_groups_list_their_commands():
    assert "wechat" in milepost("import", "--help").stdout
    assert "feedback" in milepost("import", "--help").stdout
    assert "wechat" in milepost("fetch", "--help").stdout


def test_an_ordinary_import_loads_neither_segmentation_nor_host(root):
    code = (
        "import sys; from milepost.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: print(sorted({'jieba', 'mkdocs', 'numpy', 'jinja2'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, "import", "wechat", reply(root), "--into", "demo", "-C", root]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
