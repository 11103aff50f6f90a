// Extras: remember a reader's audience in this browser alone, keep the place when the audience is switched, show
// a reference beside its citation.
(() => {
  "use strict";
  const key = "page-audience";
  const on = (one, event, act) => one.addEventListener(event, act);
  const remembered = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (id) => {
    try { id ? localStorage.setItem(key, id) : localStorage.removeItem(key); } catch {}
  };

  const links = document.querySelectorAll("a[data-audience]");
  const panel = document.querySelector(".page-remembered");
  const button = panel?.querySelector("button");

  const mark = () => {
    document.querySelectorAll(".page-mark").forEach((one) => one.remove());
    const id = remembered();
    for (const link of links) {
      if (link.dataset.audience !== id || link.ariaCurrent) continue;
      const words = document.createElement("span");
      words.className = "page-mark";
      words.textContent = ` (${button.dataset.mark})`;
      link.append(words);
    }
    panel.hidden = !id;
  };

  // The heading being read: the last one above the window's upper third.
  const place = () => [...document.querySelectorAll(".page-body :is(h2, h3, h4, h5, h6)[id]")]
    .findLast((one) => one.getBoundingClientRect().top < innerHeight / 3)?.id ?? "";

  if (button) {
    for (const link of links) {
      on(link, "click", () => {
        remember(link.dataset.audience);
        link.hash = place();
      });
    }
    on(button, "click", () => {
      remember("");
      mark();
      links[0]?.focus();
    });
    on(window, "pageshow", mark);
    mark();
  }

  const tip = document.createElement("div");
  tip.id = "page-tip";
  tip.role = "tooltip";
  tip.hidden = true;
  document.querySelector(".page-body")?.append(tip);
  let cited = null;

  const hide = () => {
    tip.hidden = true;
    cited?.removeAttribute("aria-describedby");
    cited = null;
  };
  const show = (link) => {
    hide();
    const entry = document.getElementById(link.hash.slice(1))?.cloneNode(true);
    if (!entry) return;
    entry.querySelectorAll(".page-back").forEach((one) => one.remove());
    tip.textContent = entry.textContent.trim();
    tip.hidden = false;
    const { left, bottom } = link.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
    tip.style.top = `${bottom + scrollY}px`;
    link.setAttribute("aria-describedby", tip.id);
    cited = link;
  };
  for (const link of document.querySelectorAll('.citation a[href^="#page-ref-"]')) {
    on(link, "mouseenter", () => show(link));
    on(link, "focus", () => show(link));
    on(link, "blur", hide);
    on(link.parentElement, "mouseleave", (event) => {
      if (event.relatedTarget !== tip) hide();
    });
  }
  on(tip, "mouseleave", hide);
  on(window, "keydown", (event) => { if (event.key === "Escape") hide(); });
})();
