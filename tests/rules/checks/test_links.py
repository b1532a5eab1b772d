"""Links, pictures and paths that lead nowhere, each at its target."""

import pytest
from loading.findings import checked, english, marked, spans, the_one
from portal_files import portal

from milepost.build import check, portal_site
from milepost.views.addresses import generated_addresses

PAGE = "content/handbook/page.md"
FILES = {
    "content/handbook/other.md": "# Other\n",
    "content/handbook/two words.md": "# Two words\n",
    "content/handbook/\u4e2d\u6587.md": "# \u4e2d\u6587\n",
    "content/handbook/with(brackets).md": "# Brackets\n",
    "content/assets/logo.svg": "<svg/>\n",
    "docs/contract.md": "# Contract\n",
}


def of(tmp_path, text, name=PAGE, **more):
    return checked(tmp_path, {**FILES, name: text, **more})


@pytest.mark.parametrize(
    "text",
    [
        "[a](other.md)",
        "[a](./other.md)",
        "[a](other.md#section)",
        "[a](other.md?query)",
        '[a](other.md "A title")',
        "[a](<two words.md>)",
        "[a](two%20words.md)",
        "[a](\u4e2d\u6587.md)",
        "[a](%E4%B8%AD%E6%96%87.md)",
        "[a](with(brackets).md)",
        "![a](../assets/logo.svg)",
        "[![a](../assets/logo.svg)](other.md)",
        "[a](/handbook/other.md)",
        "[a][b]\n\n[b]: other.md\n",
        '<a href="other.md">a</a>',
        "[a](../projects/demo/docs/contract.md)",
        "[a](../projects/demo/plan/index.md)",  # pages that the portal makes
        "[a](../projects/demo/index.md#top)",
        "[a](../rules/index.md)",
        "[a](../rules/broken-link/index.md)",
        "[a](../people/lin/index.md)",
        "[a](../index.md)",
        "[a](index.md)",
        "[a](..)",
        "[a](../rules/)",
        "[a](../../rules/)",  # as the browser sees it from handbook/page/
        "[a](../other/)",
        "[a](#section)",
        "[a]()",
        "[a](https://example.com/none.md)",
        "[a](//example.com/none.md)",
        "[a](mailto:team@example.com)",
        "[a](data:image/png;base64,AA)",
        "`[a](none.md)`",
        "``[a](none.md) ` [b](none.md)``",
        "```\n[a](none.md)\n```",
        "~~~markdown\n[a](none.md)\n```\n[a](none.md)\n~~~",
        "- ```\n  [a](none.md)\n  ```",
        "<!-- [a](none.md) -->",
        "<!--\n[a](none.md)\n-->",
        "[a](other.md) <!-- [a](none.md) --> [a](other.md) <!-- [a](none.md)\n[a](none.md)",
        "<!--\n```\n--> [a](other.md)\n\n`<!--`\n\n[a](other.md)",
        "[a](none.md",
        "[a] (none.md)",
        "[^1]: none.md",
        "[a]({{ base }}/none.md)",
        "Nothing at all",
    ],
)
def test_links_that_lead_somewhere_and_what_is_none(text, tmp_path):
    found = [one for one in spans(of(tmp_path, text + "\n")) if not one.startswith("personal-data")]
    assert found == []


@pytest.mark.parametrize(
    ("text", "target", "place"),
    [
        ("[a](none.md)", "none.md", "1:5"),
        ("See [a](other.md) and [a](none.md#section)", "none.md#section", "1:27"),
        ("![a](none.svg)", "none.svg", "1:6"),
        ('[a](none.md "A title")', "none.md", "1:5"),
        ("[a](<no ne.md>)", "no ne.md", "1:6"),
        ("[a\nb](none.md)", "none.md", "2:4"),
        ("[a][b]\n\n  [b]: none.md\n", "none.md", "3:8"),
        ('<img src="none.svg">', "none.svg", "1:11"),
        ("[a](Other.md)", "Other.md", "1:5"),  # case counts on a server
        ("[a](/other.md)", "/other.md", "1:5"),
        ("[a](../../mkdocs.yml)", "../../mkdocs.yml", "1:5"),  # outside of content/
        ("[a](../people/mel/index.md)", "../people/mel/index.md", "1:5"),
        ("[a](../rules/no-rule/index.md)", "../rules/no-rule/index.md", "1:5"),
        ("[a](../projects/gone/index.md)", "../projects/gone/index.md", "1:5"),
        ("`code` [a](none.md)", "none.md", "1:12"),
        ("<!-- comment --> [a](none.md)", "none.md", "1:22"),
        ("`<!--` [a](none.md)", "none.md", "1:12"),
        ("<!--\n--> [a](none.md)", "none.md", "2:9"),
        ("```\ncode\n```\n[a](none.md)", "none.md", "4:5"),
        ("---\ntitle: T\n---\n\n[a](none.md)", "none.md", "5:5"),
    ],
)
def test_links_that_lead_nowhere(text, target, place, tmp_path):
    found = of(tmp_path, text + "\n")
    one = the_one(found)
    assert (one.rule, marked(found, one)) == ("broken-link", target)
    assert f"{one.location.span.line}:{one.location.span.column}" == place
    assert english(one)[0] == f"`{target}` leads nowhere: there is no such file or page in this portal"


def test_each_broken_link_is_told_at_its_place(tmp_path):
    found = of(tmp_path, "[a](none.md) [b](none.md)\n\n[c](gone.md)\n")
    assert spans(found) == [f"broken-link {PAGE}:{place}" for place in ("1:5-12", "1:18-25", "3:5-12")]


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("othr.md#section", "other.md#section"),
        ("contract.md", "../projects/demo/docs/contract.md"),  # moved
        ("../projects/demo/docs/contact.md", "../projects/demo/docs/contract.md"),
        ("quite-different.pdf", None),
    ],
)
def test_the_file_that_was_meant(target, meant, tmp_path):
    one = the_one(of(tmp_path, f"[a]({target})\n"))
    wanted = (
        f"did you mean `{meant}`?"
        if meant
        else "correct it, or add the file; an address elsewhere begins with `https://`"
    )
    assert english(one)[1] == wanted
    assert [(edit.replacement, one.fix.is_safe) for edit in one.fix.edits] == [(meant, False)] if meant else not one.fix


RISK = "risks:\n  r: {title: R, owner: lin, cause: c, event: e, effect: f, category: k, probability: 1, impact: 1, response: accept, identified_on: 2026-03-01, next_review: 2026-04-01, description: %s}\n"


@pytest.mark.parametrize(
    ("target", "broken"),
    [
        ("docs/contract.md", False),  # from the project's folder
        ("projects/demo/docs/contract.md", False),  # from content/
        ("plan/index.md", False),
        ("contract.md", True),
    ],
)
def test_texts_of_records(target, broken, tmp_path):
    found = of(tmp_path, RISK % f'"See [a]({target})"', name="r.yml")
    assert spans(found) == ([f"broken-link r.yml:2:192-{192 + len(target)}"] if broken else [])


def test_the_field_and_both_languages_of_a_record(tmp_path):
    text = RISK[:-2].replace("%s", "{zh: '[a](none.md)', en: '[a](gone.md)'}}\n") % ()
    found = of(tmp_path, text, name="r.yml")
    assert [marked(found, one) for one in found.diagnostics] == ["none.md", "gone.md"]
    assert {(one.record, one.field) for one in found.diagnostics} == {("demo/risks:r", "description")}


def test_blocks_of_text_in_yaml(tmp_path):
    block = (
        RISK.replace("{title", "\n    title")
        .replace(", ", "\n    ")
        .replace("%s}", "|\n      Text\n\n      [a](none.md)")
    )
    found = of(tmp_path, block, name="r.yml")
    assert spans(found) == ["broken-link r.yml:17:11-18"]


DECISION = "---\ntitle: D\nowner: lin\non: 2026-03-01\ncontext: '[a](plain.md)'\nchoice: c\ndecided_by: lin\nbased_on: [tasks:beside]\nstatus: accepted\n---\n"


def test_bodies_of_records_and_their_translations(tmp_path):
    files = {
        "decisions/d.md": DECISION + "\n[a](none.md) [b](../docs/contract.md) [c](docs/contract.md) [d](d.md)\n",
        "decisions/d.en.md": "[a](gone.md)\n",
    }
    found = checked(tmp_path, {**FILES, **files})
    assert spans(found) == ["broken-link decisions/d.en.md:1:5-12", "broken-link decisions/d.md:12:5-12"]


def test_a_file_that_could_not_be_read_is_there(tmp_path):
    root = portal(tmp_path, {PAGE: "[a](folder.md) [b](picture.png)\n", "content/handbook/picture.png": b"\x89PNG"})
    (root / "content/handbook/folder.md").mkdir()
    assert [one.rule for one in check(root).diagnostics] == ["unreadable-file"]


DOCUMENT = "documents:\n  d: {title: D, kind: k, version: v, reviewed_on: 2026-02-27, path: %s}\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docs/contract.md", []),
        ("docs/contact.md", ["broken-link r.yml:2:69-84"]),
        ("projects/demo/docs/contract.md", ["broken-link r.yml:2:69-99"]),  # paths start at the project
        ("../../handbook/other.md", []),
        ("https://example.com/contract.md", []),
        ("../../../mkdocs.yml", ["broken-link r.yml:2:69-88"]),
    ],
)
def test_paths_of_documents(path, expected, tmp_path):
    assert spans(of(tmp_path, DOCUMENT % path, name="r.yml")) == expected


def test_paths_of_portal_wide_documents_start_at_content(tmp_path):
    assert spans(of(tmp_path / "a", DOCUMENT % "handbook/other.md", name="content/r.yml")) == []
    assert spans(of(tmp_path / "b", DOCUMENT % "other.md", name="content/r.yml")) == [
        "broken-link content/r.yml:2:69-77"
    ]


EVIDENCE = (
    "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [{text: A, done: true}], status: done,"
    " actual_start: 2026-02-27, actual_finish: 2026-02-27, evidence: %s}\n"
)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ("docs/contract.md", []),
        ("none.md", ["broken-link r.yml:2:157-164"]),
        ("docs/none", ["broken-link r.yml:2:157-166"]),
        ("[docs/contract.md, none.md]", ["broken-link r.yml:2:176-183"]),
        ("https://example.com/none.md", []),
        ("commit:1a2b3c4/x", []),
        ("Minutes of 27 February", []),
        ("report 3/4.pdf is signed", []),
        ("1a2b3c4", []),
    ],
)
def test_evidence_of_tasks(evidence, expected, tmp_path):
    assert spans(of(tmp_path, EVIDENCE % evidence, name="r.yml")) == expected


def test_evidence_of_gates_and_duties(tmp_path):
    text = (
        "phases:\n  p: {title: P, owner: lin}\n"
        "gates:\n  g: {title: G, phase: p, due: 2026-03-06, approver: mei, checklist: [{title: C, done: true, evidence: none.md}]}\n"
        "compliance:\n  c: {title: C, kind: privacy, due: 2026-03-06, done_on: 2026-02-27, evidence: [docs/contract.md, gone.md]}\n"
    )
    found = [one for one in spans(of(tmp_path, text, name="r.yml")) if one.startswith("broken-link")]
    assert found == ["broken-link r.yml:4:104-111", "broken-link r.yml:6:99-106"]


def test_the_pages_that_are_made_are_those_of_the_site(tmp_path):
    found = check(portal(tmp_path, {}))
    assert set(portal_site(found).pages) == generated_addresses(found.loaded.portal)
