// Extras: remember a choice, keep the place, show references.
(() => {
  const key = "page-audience";
  const on = (one, event, act) => one.addEventListener(event, act);
  const all = (what) => [...document.querySelectorAll(what)];
  const remembered = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (id) => {
    try { localStorage[id ? "setItem" : "removeItem"](key, id); } catch {}
  };

  const links = all("a[data-audience]");
  const panel = document.querySelector(".page-remembered");
  const button = panel?.querySelector("button");

  const mark = () => {
    all(".page-mark").forEach((one) => one.remove());
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

  // What is read: the last heading in the upper third, or where one stayed.
  let stayed = "", timer;
  const place = () => all(".page-body :is(h2,h3,h4,h5,h6)[id]:not([id^=page-])")
    .findLast((one) => one.getBoundingClientRect().top < innerHeight / 3)?.id ?? stayed;
  on(document, "scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => stayed = place(), 400);
  });

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

  const tip = Object.assign(document.createElement("div"), { id: "page-tip", role: "tooltip", hidden: true });
  document.querySelector(".page-body")?.append(tip);
  let cited = null;

  const hide = () => {
    tip.hidden = true;
    cited?.removeAttribute("aria-describedby");
    cited = null;
  };
  const show = (link) => {
    hide();
    const entry = all(link.hash)[0]?.cloneNode(true);
    if (!entry) return;
    entry.querySelectorAll(".page-back").forEach((one) => one.remove());
    tip.textContent = entry.textContent.trim();
    tip.hidden = false;
    const { left, top, bottom } = link.getBoundingClientRect(), high = tip.offsetHeight;
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
    tip.style.top = `${(bottom + high > innerHeight && top > high ? top - high : bottom) + scrollY}px`;
    link.setAttribute("aria-describedby", tip.id);
    cited = link;
  };
  for (const link of all('.citation a[href^="#page-ref-"]')) {
    for (const event of ["mouseenter", "focus"]) on(link, event, () => show(link));
    on(link, "blur", hide);
    on(link.parentElement, "mouseleave", (event) => event.relatedTarget !== tip && hide());
  }
  on(tip, "mouseleave", hide);
  on(window, "keydown", (event) => event.key === "Escape" && hide());
})();
