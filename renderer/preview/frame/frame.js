// The preview's page: what is shown stands in its address; a change of the site replaces what changed, in place.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const [article, audiences, problems, stage, page, text, sides, status] =
    ["article", "audiences", "problems", "stage", "page", "text", "sides", "status"].map($);
  const switches = ["why", "dark", "print"];
  let site = { articles: [], audiences: [], readers: [], problems: [], version: "" };
  let shown = Object.fromEntries(new URLSearchParams(location.search));

  // ------------------------------------------------------------------------------------------ the state

  const known = (list, id) => list.some((one) => (one.id ?? one) === id);
  const folder = () => (shown.article ? `${shown.audience}/${shown.article}/` : shown.audience ? `${shown.audience}/` : "");
  const path = () => `${folder()}index.html`;
  const view = () => (shown.article ? shown.view || "html" : "html");

  const note = (how = "replaceState") => {
    const kept = Object.entries(shown).filter(([, value]) => value);
    const query = new URLSearchParams(kept).toString();
    if (query !== location.search.slice(1)) history[how]({}, "", query ? `?${query}` : location.pathname);
  };

  const change = async (more, how) => {
    const place = reading();
    shown = { ...shown, ...more };
    note(how);
    await refresh();
    await show(place);
  };

  // -------------------------------------------------------------------------------------------- the bar

  const draw = () => {
    const ids = site.articles.join();
    if ($("articles").dataset.ids !== ids) {
      $("articles").dataset.ids = ids;
      $("articles").replaceChildren(...site.articles.map((id) => new Option(id, id)));
    }
    if (document.activeElement !== article) article.value = shown.article ?? "";
    const names = JSON.stringify(site.audiences);
    if (audiences.dataset.names !== names) {
      audiences.dataset.names = names;
      const labels = site.audiences.map((one, place) => {
        const [label, input, key] = ["label", "input", "kbd"].map((name) => document.createElement(name));
        Object.assign(input, { type: "radio", name: "audience", value: one.id });
        key.textContent = place + 1;
        label.append(input, ` ${one.name} `, ...(place < 9 ? [key] : []));
        return label;
      });
      audiences.replaceChildren(audiences.firstElementChild, ...labels);
    }
    for (const input of audiences.querySelectorAll("input")) {
      input.checked = input.value === shown.audience;
      input.disabled = Boolean(shown.article && site.readers.length && !known(site.readers, input.value));
    }
    const others = site.audiences.filter((one) => one.id !== shown.audience);
    $("with").replaceChildren(new Option("all", ""), ...others.map((one) => new Option(one.name, one.id)));
    $("with").value = known(others, shown.with) ? shown.with : "";
    $("beside").hidden = view() !== "sides";
    for (const input of $("views").querySelectorAll("input")) input.checked = input.value === view();
    $("width").value = shown.width || "full";
    for (const id of switches) $(id).checked = Boolean(shown[id]);
    stage.className = shown.width || "full";
    document.title = `${shown.article || site.title || "All articles"} – Preview`;
  };

  const made = (name, words, kind = "") => {
    const one = document.createElement(name);
    one.textContent = words;
    one.className = kind;
    return one;
  };

  const placed = (one) => {
    const words = `${one.path}:${one.line}:${one.column}`;
    if (!site.editor) return made("code", words);
    const link = made("a", words);
    const values = { path: `${site.root}/${one.path}`.split("/").map(encodeURIComponent).join("/"), line: one.line, column: one.column };
    link.href = site.editor.replace(/\{(path|line|column)\}/g, (_, name) => values[name]);
    return link;
  };

  const complain = () => {
    const items = site.problems.map((one) => {
      const item = document.createElement("li");
      const first = made("p", "");
      first.append(placed(one), " ", made("span", `${one.severity}[${one.code}]`, one.severity), `: ${one.message}`);
      item.append(first);
      if (one.excerpt) item.append(made("pre", `${one.excerpt}\n${one.caret}`));
      if (one.help) item.append(made("p", `Help: ${one.help}`));
      if (one.audiences.length) item.append(made("p", `For: ${one.audiences.join(", ")}`));
      return item;
    });
    if (site.trouble) items.unshift(made("li", site.trouble));
    problems.querySelector("ol").replaceChildren(...items);
    problems.hidden = !items.length;
    problems.className = site.failed ? "" : "mild";
    $("problems-title").textContent = site.failed
      ? "The page below is older than the words: mend this, and it follows."
      : "Warnings";
    const count = (kind) => site.problems.filter((one) => one.severity === kind).length;
    status.textContent = site.failed ? `${count("error") || 1} to mend` : count("warning") ? `${count("warning")} to look at` : "up to date";
  };

  // ------------------------------------------------------------------------------------------- the place

  const marks = (doc) => [...(doc?.querySelectorAll("main [id], h1") ?? [])].filter((one) => !one.id.startsWith("page-"));

  // What is being read: the last thing with an id above the window's upper third, and how far it is from the top.
  const reading = () => {
    const doc = page.contentDocument;
    const last = marks(doc).findLast((one) => one.getBoundingClientRect().top < page.clientHeight / 3);
    return last?.id && { id: last.id, top: last.getBoundingClientRect().top };
  };

  const restore = (place) => {
    const one = place && page.contentDocument?.getElementById(place.id);
    if (one) page.contentWindow.scrollBy(0, one.getBoundingClientRect().top - place.top);
  };

  // ------------------------------------------------------------------------------------------- the page

  // Dark and print are what the page's own style sheet says of them, switched on or off by hand.
  const look = (frame) => {
    const doc = frame.contentDocument;
    frame.classList.toggle("dark", Boolean(shown.dark));
    for (const sheet of doc?.styleSheets ?? []) {
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof frame.contentWindow.CSSMediaRule)) continue;
        rule.was ??= rule.media.mediaText;
        const isDark = rule.was.includes("prefers-color-scheme: dark"), isPrint = rule.was === "print";
        if (isDark) rule.media.mediaText = shown.dark ? "all" : shown.dark === "" ? "not all" : rule.was;
        if (isPrint) rule.media.mediaText = shown.print ? "all" : rule.was;
      }
    }
  };

  const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && one.id === other.id;

  // Make one node like another of its kind, touching only what differs.
  const morph = (one, other) => {
    if (one.isEqualNode(other)) return;
    if (one.nodeType !== Node.ELEMENT_NODE) {
      one.nodeValue = other.nodeValue;
      return;
    }
    for (const { name } of [...one.attributes]) if (!other.hasAttribute(name)) one.removeAttribute(name);
    for (const { name, value } of other.attributes) if (one.getAttribute(name) !== value) one.setAttribute(name, value);
    const [have, want] = [[...one.childNodes], [...other.childNodes]];
    let start = 0, end = 0;
    while (start < have.length && start < want.length && have[start].isEqualNode(want[start])) start += 1;
    while (end < have.length - start && end < want.length - start && have.at(-1 - end).isEqualNode(want.at(-1 - end))) end += 1;
    const after = have[have.length - end] ?? null;
    const old = have.slice(start, have.length - end);
    for (const next of want.slice(start, want.length - end)) {
      if (old.length && alike(old[0], next)) morph(old.shift(), next);
      else one.insertBefore(one.ownerDocument.importNode(next, true), old[0] ?? after);
    }
    old.forEach((left) => left.remove());
  };

  // A new style sheet takes the old one's place when it is there, so that the page never stands without one.
  const restyle = (doc, fresh) => {
    const [old, next] = [doc, fresh].map((one) => one.querySelector('link[rel="stylesheet"]'));
    if (!old || !next || old.getAttribute("href") === next.getAttribute("href")) return;
    const link = doc.importNode(next, true);
    link.addEventListener("load", () => { old.remove(); look(page); });
    old.after(link);
  };

  // What news has already asked for, by its address.
  const asked = new Map();

  const got = async (url) => {
    const answer = await fetch(url, { cache: "no-store" });
    return answer.ok ? answer.text() : "";
  };

  // A page with its variants marked has been changed by its script, so it is loaded anew, and scrolled back.
  let marked = "";
  const rewhy = async (url, words) => {
    if (words === marked) return;
    marked = words;
    const { scrollX, scrollY } = page.contentWindow;
    const opened = [...page.contentDocument.querySelectorAll(".page-why-open")].map((one) => one.id);
    await load(page, url);
    for (const one of opened.map((id) => page.contentDocument.getElementById(id))) {
      one?.classList.add("page-why-open");
      one?.querySelector(".page-why-label")?.setAttribute("aria-expanded", "true");
    }
    page.contentWindow.scrollTo(scrollX, scrollY);
  };

  const update = async (frame, url) => {
    const words = await (asked.get(url) ?? got(url));
    const doc = frame.contentDocument;
    if (!words || !doc?.body || at(frame) !== here(url)) return; // it has gone elsewhere meanwhile
    if (frame === text && !words.startsWith("<!DOCTYPE")) {
      const pre = doc.querySelector("pre");
      if (!pre) frame.contentWindow.location.replace(url);
      else if (pre.textContent !== words) pre.textContent = words;
      return;
    }
    if (url.startsWith("why/")) return rewhy(url, words);
    const fresh = new DOMParser().parseFromString(words, "text/html");
    doc.querySelectorAll(".page-mark").forEach((one) => one.remove());
    restyle(doc, fresh);
    doc.title = fresh.title;
    const tip = doc.getElementById("page-tip");
    tip?.remove();
    morph(doc.body, fresh.body);
    if (tip) doc.querySelector(".page-body")?.append(tip);
  };

  // Where a frame was sent since it last showed what is asked for: a page that comes late is no link that was followed.
  const sent = new Map([page, text].map((frame) => [frame, new Set()]));

  const load = (frame, url) => new Promise((done) => {
    sent.get(frame).add(here(url));
    frame.addEventListener("load", done, { once: true });
    frame.contentWindow.location.replace(url);
  });

  // Where a frame is; a page of another site does not say.
  const at = (frame) => {
    try { return frame.contentWindow.location.pathname + frame.contentWindow.location.search; } catch { return ""; }
  };
  const here = (url) => new URL(url, location.href).pathname;

  const urlOf = (frame) =>
    frame === text ? `site/${folder()}index.txt` : `${shown.why && shown.article ? "why" : "site"}/${path()}`;

  const show = async (place) => {
    const kinds = { html: [page], text: [text], both: [page, text], sides: [sides] }[view()];
    for (const one of [page, text, sides]) one.hidden = !kinds.includes(one);
    for (const frame of kinds.filter((one) => one !== sides)) {
      const url = urlOf(frame);
      if (here(url) === at(frame)) await update(frame, url);
      else {
        await load(frame, url);
        if (frame === page) restore(place);
      }
      look(frame);
    }
    if (kinds[0] === sides && !(site.failed && sides.firstElementChild)) {
      const ids = site.audiences.map((one) => one.id);
      const pair = ids.includes(shown.with) && shown.with !== shown.audience;
      const audiences = (pair ? [shown.audience, shown.with] : ids).join();
      const query = new URLSearchParams({ article: shown.article, audiences });
      const fresh = new DOMParser().parseFromString(`<section>${await got(`-/compare?${query}`)}</section>`, "text/html");
      morph(sides, Object.assign(sides.cloneNode(false), { innerHTML: fresh.body.firstElementChild.innerHTML }));
    }
    status.dataset.shown = site.version;
  };

  const refresh = async () => {
    shown.audience ||= site.audiences[0]?.id ?? "";
    const answer = await fetch(`-/state?path=${encodeURIComponent(path())}`, { cache: "no-store" });
    site = await answer.json();
    if (!known(site.audiences, shown.audience) && !site.failed) {
      shown.audience = site.audiences[0]?.id ?? "";
      note();
    }
    draw();
    complain();
  };

  // --------------------------------------------------------------------------------------- what is done

  const follow = (frame) => {
    const found = /\/(?:site|why)\/([^?#]*?)(?:index\.html|index\.txt)?$/.exec(at(frame));
    frame.contentDocument?.addEventListener("keydown", keys);
    frame.contentDocument?.addEventListener("click", leave);
    look(frame);
    if (!found) return;
    const parts = decodeURIComponent(found[1]).split("/").filter(Boolean);
    if (!known(site.audiences, parts[0])) return;
    const [audience, name] = [parts[0], parts.slice(1).join("/")];
    if (audience === shown.audience && name === (shown.article ?? "")) return sent.get(frame).clear();
    if (sent.get(frame).delete(at(frame))) return void show();
    shown = { ...shown, audience, article: name };
    note("pushState");
    refresh().then(() => show());
  };

  // A link that leads out of the site opens a tab of its own: the frame shows the site alone.
  const leave = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.origin === location.origin) return;
    event.preventDefault();
    open(link.href, "_blank", "noopener");
  };

  const keys = (event) => {
    const inField = event.target.closest?.("input:not([type=radio], [type=checkbox]), select, textarea");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const one = site.audiences[Number(event.key) - 1];
    if (one && (!site.readers.length || known(site.readers, one.id))) change({ audience: one.id }, "pushState");
    if (event.key === "/") {
      event.preventDefault();
      article.focus();
      article.select();
    }
  };

  $("bar").addEventListener("submit", (event) => event.preventDefault());
  audiences.addEventListener("change", (event) => change({ audience: event.target.value }, "pushState"));
  $("views").addEventListener("change", (event) => change({ view: event.target.value === "html" ? "" : event.target.value }));
  $("with").addEventListener("change", (event) => change({ with: event.target.value }));
  $("width").addEventListener("change", (event) => change({ width: event.target.value === "full" ? "" : event.target.value }));
  for (const id of switches) $(id).addEventListener("change", (event) => change({ [id]: event.target.checked ? "1" : "" }));
  article.addEventListener("change", () => {
    if (!article.value || known(site.articles, article.value)) change({ article: article.value }, "pushState");
    else status.textContent = `there is no article ${article.value}`;
  });
  article.addEventListener("input", (event) => {
    if (event.inputType === "insertReplacementText" && known(site.articles, article.value)) change({ article: article.value }, "pushState");
  });
  addEventListener("message", ({ source, data }) => {
    if (source !== page.contentWindow || !data?.place) return;
    const [, path, line, column] = /^(.*):(\d+):(\d+)$/.exec(data.place);
    status.replaceChildren(placed({ path, line, column }));
  });
  document.addEventListener("keydown", keys);
  for (const frame of [page, text]) frame.addEventListener("load", () => follow(frame));
  addEventListener("popstate", () => {
    shown = Object.fromEntries(new URLSearchParams(location.search));
    article.value = shown.article ?? "";
    refresh().then(() => show());
  });

  // -------------------------------------------------------------------------------------------- the news

  let stream = null, busy = null, due = false;

  // One look at a time: news that comes during one is looked at after it.
  const renew = async () => {
    due = true;
    if (busy) return;
    while (due) {
      due = false;
      for (const frame of [page, text]) if (!frame.hidden) asked.set(urlOf(frame), got(urlOf(frame)));
      busy = refresh().then(() => show());
      try { await busy; } catch { status.textContent = "the preview does not answer"; }
      asked.clear();
    }
    busy = null;
  };

  const listen = () => {
    if (stream?.readyState === EventSource.OPEN || document.hidden) return;
    stream?.close();
    stream = new EventSource("-/events");
    stream.onmessage = ({ data }) => { if (data !== status.dataset.shown) renew(); };
    stream.onerror = () => {
      status.textContent = "the preview has ended";
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    stream?.close();
    stream = null;
  });
  // Without a word of what to show it is the first article: the list of them all asks for every one.
  const begin = async () => {
    await refresh();
    if (!location.search) shown.article = site.articles[0] ?? "";
    await refresh();
    if (site.readers.length && !known(site.readers, shown.audience)) {
      shown.audience = site.readers[0];
      await refresh();
    }
    note();
    await show();
    listen();
  };
  begin();
})();
