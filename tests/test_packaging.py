"""What the wheel holds."""

import subprocess
import sys
import zipfile


def test_the_wheel_has_the_package_and_the_themes_and_nothing_else(checkout, tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"milepost"}
    for wanted in (
        "milepost/hosts/mkdocs.py",
        "milepost/i18n/zh/ui.toml",
        "milepost/rules/docs/yaml-syntax.md",
        "milepost/rules/docs/yaml-syntax.zh.md",
        "milepost/themes/pages/plan.html",
        "milepost/themes/fragments/macros.html",
        "milepost/themes/overrides/assets/milepost.css",
        "milepost/themes/export/partials/language.html",
        "milepost/themes/scaffold/content/portal.yml",
        "milepost/py.typed",
    ):
        assert wanted in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
