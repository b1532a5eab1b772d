/* Views, filters, sorting and links of the generated pages; all they show is there without it. State lives in the address. */
(function () {
  "use strict";
  var page;

  function all(selector, root) { return Array.prototype.slice.call((root || page).querySelectorAll(selector)); }
  function query() { return new URLSearchParams(location.search); }
  function remember(key, value, anew) {
    var now = query();
    if (value) now.set(key, value); else now.delete(key);
    var text = now.toString(), address = location.pathname + (text ? "?" + text : "");
    if (anew) history.pushState(history.state, "", address);
    else history.replaceState(history.state, "", address + location.hash);
  }
  function mark(element, name, value) {
    if (value) element.setAttribute(name, value); else element.removeAttribute(name);
  }

  /* Filters: a bar for the items ([data-f]) of all containers ([data-rows]) of its name. An item that links to a record
     on the page needs no facets of its own: it comes and goes with it, as list items elsewhere ([data-follows]) do. */
  function controls(bar) { return all("input,select", bar); }
  function fed(bar, how) { return "[data-" + how + '="' + bar.dataset.for + '"]'; }
  function apply(bar) {
    var wanted = [], words = [];
    controls(bar).forEach(function (one) {
      var on = one.value.trim();
      if (one.name === "find") words = on.toLowerCase().split(/\s+/).filter(Boolean);
      else {
        if (on) wanted.push(one.name + "=" + on);
        one.classList.toggle("mp-facet--on", Boolean(on));
      }
    });
    var active = Boolean(wanted.length + words.length), most = 0, shown = 0, kept = {};
    if (!active && !bar.mpActive) return;
    bar.mpActive = active;
    function open(item) { return !item.hidden; }
    function matches(item) {
      var facets = item.dataset.f.split(";"), text = words.length ? item.textContent.toLowerCase() : "";
      return wanted.every(function (one) { return facets.indexOf(one) >= 0; }) &&
        words.every(function (one) { return text.indexOf(one) >= 0; });
    }
    function record(item) { var link = item.querySelector("a"); return link ? kept[link.hash] : undefined; }
    all(fed(bar, "rows") + " [data-f][id]").forEach(function (item) { kept["#" + item.id] = matches(item); });
    all(fed(bar, "rows")).forEach(function (box) {
      var items = all("[data-f]", box);
      items.forEach(function (item) {
        var known = item.id ? kept["#" + item.id] : record(item);
        item.hidden = !(known === undefined ? matches(item) : known);
      });
      if (items.length > most) {
        most = items.length;
        shown = items.filter(open).length;
      }
      all("[data-hull]", box).forEach(function (hull) {
        var left = all("[data-f]", hull).filter(open).length, count = hull.querySelector("[data-n]");
        hull.hidden = active && !left && hull.dataset.hull !== "stays";
        if (count) count.textContent = left;
        if (hull.localName === "details") hull.open = active && left > 0;
      });
    });
    all(fed(bar, "follows") + " li").reverse().forEach(function (item) {
      var inside = item.querySelector("ol");
      item.hidden = active && (inside ? !inside.querySelector("li:not([hidden])") : Boolean(item.querySelector("a")) && !record(item));
    });
    var said = bar.querySelector("[data-said]");
    said.textContent = active ? said.dataset.said.replace("{0}", shown).replace("{1}", most) : "";
  }
  function bind(bar, prefix) {
    var now = query();
    controls(bar).forEach(function (one) {
      one.value = now.get(prefix + one.name) || "";
      if (one.selectedIndex === -1) one.value = "";
      one.oninput = function () { remember(prefix + one.name, one.value.trim()); apply(bar); };
    });
    bar.hidden = false;
    apply(bar);
  }

  /* Sorting: buttons in the heads of tables; a third press brings the first order back. */
  function number(text) {
    var found = /^[^A-Za-z\u4e00-\u9fff\d−-]*([−-]?[\d,]*\.?\d+)\s*(万|亿)?/.exec(text);
    return found ? found[1].replace("−", "-").replace(/,/g, "") * ({ 万: 1e4, 亿: 1e8 }[found[2]] || 1) : NaN;
  }
  function heads(table) { return all("th,td", table.tHead); }
  function value(row, column) {
    var cell = row.cells[column];
    return cell ? (cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v) : "";
  }
  function order(table, column, down) {
    var body = table.tBodies[0], rows = table.mpRows = table.mpRows || all("tr", body);
    var keys = new Map(rows.map(function (row) { return [row, value(row, column)]; }));
    var numeric = rows.every(function (row) { var key = keys.get(row); return !key || (!/^\d{4}-\d\d/.test(key) && !isNaN(number(key))); });
    var sorted = column < 0 ? rows : rows.slice().sort(function (one, other) {
      var a = keys.get(one), b = keys.get(other);
      if (!a || !b) return (b ? 1 : 0) - (a ? 1 : 0);
      return (numeric ? number(a) - number(b) : a.localeCompare(b, page.lang)) * (down ? -1 : 1);
    });
    sorted.forEach(function (row) { body.appendChild(row); });
    heads(table).forEach(function (head, index) {
      mark(head, "aria-sort", index === column && (down ? "descending" : "ascending"));
    });
  }
  function sortable(table, name) {
    if (!table.tHead || !table.tBodies[0] || table.tBodies[0].rows.length < 3) return;
    var key = "sort-" + name;
    heads(table).forEach(function (head, column) {
      if (!head.textContent.trim() || head.colSpan > 1 || head.querySelector("a,button")) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "mp-sort";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.onclick = function () {
        var now = head.getAttribute("aria-sort");
        remember(key, now === "descending" ? "" : (now ? "-" : "") + (column + 1));
        order(table, now === "descending" ? -1 : column, Boolean(now));
      };
    });
    var asked = parseInt(query().get(key), 10) || 0;
    if (asked || table.mpRows) order(table, Math.abs(asked) - 1, asked < 0);
  }

  /* Views: one of the sections that a switch links to is shown: the one with what the address points to, else the one
     that it names, else the first. */
  function pointed() {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (_) { return null; }
  }
  function viewed(link) { return document.getElementById(link.hash.slice(1)).closest("section"); }
  function choose() {
    var links = all(".mp-seg a"), target = pointed(), name = "#" + query().get("view"), turned = false;
    var chosen = links.filter(function (link) { return target && viewed(link).contains(target); })[0] ||
      links.filter(function (link) { return link.hash === name; })[0] || links[0];
    links.forEach(function (link) {
      var view = viewed(link), here = link === chosen;
      turned = turned || Boolean(view.hidden) === here;
      mark(link, "aria-current", here && "true");
      mark(view, "hidden", !here && "until-found");
    });
    all(".mp-views").forEach(function (box) {
      box.dataset.on = ""; // no class: the theme restyles all that is below an element whose class changes
      all(".mp-facets", box).forEach(function (bar) {
        if (bar.parentElement === box) bar.hidden = !viewed(chosen).querySelector(fed(bar, "rows") + "," + fed(bar, "follows"));
      });
    });
    if (chosen !== links[0]) chosen.parentElement.scrollLeft = chosen.offsetLeft - chosen.parentElement.offsetLeft - 48;
    return turned;
  }
  function switching(link, index) {
    function turn() {
      remember("view", index ? link.hash.slice(1) : "", true);
      choose();
    }
    link.onclick = function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (!link.hasAttribute("aria-current")) turn();
    };
    viewed(link).onbeforematch = function () { if (!this.contains(pointed())) turn(); };
  }

  /* Links: what an address points to is unfolded; a record's link goes to the clipboard. */
  function reveal() {
    var target = pointed(), folded = choose();
    for (var node = target; node && node !== page && page.contains(node); node = node.parentElement) {
      if (node.hidden) { node.hidden = false; folded = true; }
      if (node.localName === "details" && !node.open) { node.open = true; folded = true; }
    }
    if (folded && target) target.scrollIntoView();
  }
  function copying(link) {
    link.onclick = function (event) {
      if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(function () {
        var before = link.textContent;
        link.textContent = link.dataset.done;
        setTimeout(function () { link.textContent = before; }, 1500);
      }, function () { location.hash = link.hash; });
    };
  }
  function unfolding(button) {
    button.parentElement.hidden = false;
    button.onclick = function () {
      var open = button.getAttribute("aria-pressed") !== "true";
      all("details.mp-record", button.closest("section")).forEach(function (one) { one.open = open; });
      button.setAttribute("aria-pressed", open);
      button.textContent = open ? button.dataset.close : button.dataset.open;
    };
  }

  /* Colours: the theme's own switch has all styles of a page computed three times more while it loads. This one keeps the
     choice where the theme looks for it, and follows the system until there is one. */
  function colours() {
    var inputs = Array.prototype.slice.call(document.querySelectorAll("[data-mp-palette] input")), kept = null;
    if (!inputs.length) return;
    function scheme(input, name) { return input.getAttribute("data-md-color-" + name); }
    function suits(input) { var media = scheme(input, "media"); return Boolean(media) && matchMedia(media).matches; }
    function show(chosen) {
      var auto = scheme(chosen, "media") === "(prefers-color-scheme)";
      var shown = auto && inputs.filter(function (one) { return one !== chosen && suits(one); })[0] || chosen, color = {};
      ["scheme", "primary", "accent"].forEach(function (name) {
        color[name] = scheme(shown, name);
        if (scheme(document.body, name) !== color[name]) document.body.setAttribute("data-md-color-" + name, color[name]);
      });
      color.media = scheme(chosen, "media");
      inputs.forEach(function (input) {
        input.checked = input === chosen;
        if (input.nextElementSibling) input.nextElementSibling.hidden = input !== chosen;
      });
      return color;
    }
    function choice() { return inputs[kept && kept.index] || inputs.filter(suits)[0] || inputs[0]; }
    try { kept = window.__md_get("__palette"); } catch (_) { /* no storage */ }
    inputs.forEach(function (input, index) {
      input.onchange = function () { window.__md_set("__palette", kept = { index: index, color: show(input) }); };
      input.onkeydown = function (event) {
        var next = inputs[(index + 1) % inputs.length];
        if (event.key === "Enter") { next.click(); next.focus(); }
      };
    });
    matchMedia("(prefers-color-scheme: dark)").onchange = function () { show(choice()); };
    show(choice());
  }

  /* The theme's instant navigation writes each link's address anew; those in drawings cannot be written, and throw. */
  [window.SVGAElement, window.SVGUseElement].forEach(function (drawn) {
    var href = drawn && Object.getOwnPropertyDescriptor(drawn.prototype, "href");
    if (href && href.configurable) Object.defineProperty(drawn.prototype, "href", { get: href.get, set: function () {}, configurable: true });
  });

  function start() {
    page = document.querySelector(".mp-page");
    colours();
    if (!page) return;
    all(".mp-facets[data-for]").forEach(function (bar, index) { bind(bar, index ? bar.dataset.for + "." : ""); });
    all("table.mp-table").forEach(function (table, index) { sortable(table, index + 1); });
    all("a.mp-copy").forEach(copying);
    all(".mp-seg a").forEach(switching);
    all(".mp-all button").forEach(unfolding);
    reveal();
  }
  window.addEventListener("hashchange", function () { if (page) reveal(); });
  window.addEventListener("popstate", function () { if (page && document.contains(page)) start(); });
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
