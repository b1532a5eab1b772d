"""The MkDocs plugin: hands the portal's pages to MkDocs; the only module that imports it."""

import logging
import shutil
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc

from milepost.analysis.audience.withheld import Withheld
from milepost.build import Checked, check, portal_site, seen_by
from milepost.errors import MilepostError
from milepost.finding_trend import finding_points
from milepost.hosts.navigation import meta_of, navigation, toc_tokens
from milepost.hosts.offline import apply_offline, file_of, inline_search_index, is_offline
from milepost.hosts.reporting import log_findings, log_leaks
from milepost.hosts.settings import SCRIPT, apply_settings
from milepost.hosts.theme_repairs import repaired
from milepost.i18n.catalogue import Catalogue, catalogue
from milepost.i18n.message import message
from milepost.loading.collector import set_aside_what_lives
from milepost.loading.load import Loaded
from milepost.progress import progress_bar
from milepost.site import template_code
from milepost.site.chinese import join_chinese_lines
from milepost.site.leaks import leaks_in
from milepost.site.rendered_ahead import RenderedAhead, rendering_ahead_pays
from milepost.site.reuse import RenderedPages
from milepost.site.search_index import refine
from milepost.site.search_words import inner_words, teach
from milepost.site.site import Content, Page, Site

log = logging.getLogger("mkdocs.plugins.milepost")


class MilepostConfig(Config):
    """The plugin's options."""

    as_of = config_options.Type(str, default="")
    """A date or `today`; else the portal's own day."""
    language = config_options.Type(str, default="")
    """Build this language alone, at the root of the site."""
    audience = config_options.Type(str, default="")
    """Who the site is for; else the portal's default audience. What others alone may see is left out."""
    offline = config_options.Type(bool, default=False)
    """Whether the site is to be opened from a folder, without a server."""
    on_error = config_options.Choice(("", "fail", "banner"), default="")
    """Whether errors in the files end a build; by default they do in `build`, and show a banner in `serve`."""


class MilepostPlugin(BasePlugin[MilepostConfig]):
    """One instance a build; what a build needs is made in `on_config` and `on_files`."""

    rendered: RenderedPages | None = None
    """What `serve` keeps from one build to the next."""
    default_language = ""
    """Of a site in several languages, the one at its root."""
    today: Loaded | None = None
    """The portal of today, of a build of the past: nothing is shown that would not be today."""
    prepared: Checked | None = None
    """What the build of the first language has loaded and computed, for those of the others."""
    offline: bool
    checked: Checked
    site: Site
    pages: dict[str, Page]
    ahead: RenderedAhead | None
    """Who renders pages beside this process; nobody in a server, which has threads."""
    content: Content
    """Of the page that is being written."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.rendered = RenderedPages() if command == "serve" else None

    @event_priority(100)  # before the search plugin reads its own settings
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root, self.offline = Path(config.docs_dir).parent, is_offline(config, self.config.offline)
        try:
            self.checked = self.prepared or check(
                root, as_of=self.config.as_of or None, progress=progress_bar(catalogue("en").text("check.events"))
            )
            self.site = portal_site(
                self.checked,
                self.config.language,
                self.rendered,
                audience=self.config.audience,
                offline=self.offline,
                today=self.today,
                past_findings=partial(finding_points, self.checked),
            )
        except MilepostError as error:
            raise PluginError(catalogue("en").render(error.message)) from None
        if self.rendered is None and not self.config.language:
            self.default_language = self.site.language
        seen = seen_by(self.checked, self.config.audience, self.today).loaded.portal
        apply_settings(config, self.checked, self.site, seen.settings, default_language=self.default_language)
        teach(seen)
        if self.offline:
            apply_offline(config)
        if SCRIPT not in map(str, config.extra_javascript):
            script = config_options.ExtraScriptValue(SCRIPT)
            script.defer = True
            config.extra_javascript.insert(0, script)
        words = catalogue(self.site.language)
        tolerant = (self.config.on_error or ("fail" if self.rendered is None else "banner")) == "banner"
        if self.prepared is None:
            errors = log_findings(log, self.checked, words, severe=logging.WARNING if tolerant else logging.ERROR)
            if errors and not tolerant:
                raise PluginError(words.text("errors.build-stopped", errors=errors))
        set_aside_what_lives()
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in list(files):
            if file.src_dir == config.docs_dir and not file.src_uri.startswith("assets/"):
                files.remove(file)
        self.pages = {f"{page.address}index.md": page for page in self.site.pages.values()}
        for uri, path in self.site.prose.items():
            files.append(File.generated(config, uri, abs_src_path=str(self.checked.root / path)))
            if self.offline:
                files.src_uris[uri].dest_uri = file_of(uri)
            files.src_uris[uri].edit_uri = quote(path)
        for uri, page in self.pages.items():
            inclusion = InclusionLevel.UNDEFINED if page.in_navigation else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, uri, content="", inclusion=inclusion))
            files.src_uris[uri].edit_uri = quote(page.source) or None
        for uri, text in self.site.files.items():
            files.append(File.generated(config, uri, content=text.encode()))  # as text its line ends might be changed
        if config.nav is None:
            config.nav = navigation(self.site)
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.bytecode_cache = template_code.OF_THE_THEME
        pays = self.rendered is None and rendering_ahead_pays(self.pages)
        self.ahead = RenderedAhead(self.pages.values()) if pays else None
        return env

    def on_page_read_source(self, *, page: HostPage, config: MkDocsConfig) -> str | None:
        return "" if page.file.src_uri in self.pages else None

    def on_page_markdown(self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        page.update_date = self.checked.as_of.isoformat()
        generated = self.pages.get(page.file.src_uri)
        if generated:
            page.meta = meta_of(generated)
            return markdown
        return self.site.embed(markdown, page.file.src_uri, page.url.removesuffix("index.html"))

    def on_page_content(self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        return html if page.file.src_uri in self.pages else join_chinese_lines(html)

    # A page is rendered when MkDocs writes it: all of them at once would fill the memory.
    @event_priority(100)  # before the search plugin, which gets the short text
    def _render(self, context: Any, /, *, page: HostPage, config: MkDocsConfig, nav: Any) -> None:
        generated = self.pages.get(page.file.src_uri)
        if generated:
            self.content = self.ahead.render(generated) if self.ahead else generated.render()
            page.toc = get_toc(toc_tokens(self.content.headings))  # type: ignore[arg-type]
            page.present_anchor_ids = set(self.content.anchors)
            page.content = self.content.search

    @event_priority(-100)  # after it
    def _show(self, context: Any, /, *, page: HostPage, config: MkDocsConfig, nav: Any) -> None:
        if page.file.src_uri in self.pages:
            page.content = self.content.html
            if "toc" in page.meta.get("hide", ()):  # the theme writes it twice all the same, and watches its headings
                page.toc = get_toc([])

    on_page_context = CombinedEvent(_render, _show)

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        if page.file.src_uri in self.pages:
            page.content = None
        return repaired(output, catalogue(self.site.language))

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        is_page = template_name.endswith(".html")
        return repaired(output_content, catalogue(self.site.language)) if is_page else output_content

    @event_priority(-100)  # after the search plugin, which writes its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """The words of the search; the other languages, each a build of its own below; then the leak check of all.

        MkDocs gives the builds of a process the same plugin, with another configuration each.
        """
        refine(Path(config.site_dir) / "search" / "search_index.json", inner_words)
        if self.offline:
            inline_search_index(Path(config.site_dir))
        if self.prepared is not None:
            return
        checked, audience, language = self.checked, self.config.audience, self.site.language
        if self.rendered is None and not self.config.language:
            for other_language in self.site.languages[1:]:
                site_dir = str(Path(config.site_dir) / other_language)
                other = load_config(config.config_file_path, site_dir=site_dir, strict=config.strict)
                plugin: Any = other.plugins["milepost"]
                plugin.config.language, plugin.default_language = other_language, self.default_language
                plugin.config.audience, plugin.config.offline = audience, self.offline
                plugin.prepared = checked
                build(other)
        self._search_for_leaks(config, seen_by(checked, audience, self.today).withheld, catalogue(language))

    def _search_for_leaks(self, config: MkDocsConfig, withheld: Withheld, words: Catalogue) -> None:
        """Nothing that the audience does not see may be anywhere in the site; it is no site until that is sure."""
        leaks = leaks_in(Path(config.site_dir), withheld, [Path(one) for one in config.theme.dirs])
        if leaks:
            log_leaks(log, leaks, words)
            if self.rendered is None:
                shutil.rmtree(config.site_dir)
            raise PluginError(words.text("errors.leaks", leaks=len(leaks)))


def build_site(
    config_file: Path,
    site_dir: Path | None,
    options: dict[str, str | bool],
    *,
    strict: bool,
    today: Loaded | None = None,
) -> Path:
    """Builds a site with the plugin's options set; written beside and swapped in, so that a failure leaves the old one.

    `today` is the portal of today where that of the past is built.

    Raises:
        MilepostError: MkDocs gave up; it has said why.
    """
    settings = load_config(str(config_file), strict=strict)
    target = site_dir or Path(settings.site_dir)
    beside = target.with_name(f"{target.name}.new")
    config = load_config(str(config_file), strict=strict, site_dir=str(beside))
    plugin: Any = config.plugins["milepost"]
    plugin.config.update(options)
    plugin.today = today
    try:
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except MkDocsException as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise MilepostError(message("errors.mkdocs-failed", reason=str(error))) from None
    finally:
        config.plugins.on_shutdown()
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    return target
