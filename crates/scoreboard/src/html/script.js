(() => {
  "use strict";
  const root = document.documentElement;
  const each = (open) => document.querySelectorAll("details").forEach((fold) => { fold.open = open; });
  const themes = ["system", "light", "dark"];
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const button = (id, act) => {
    const found = document.getElementById(id);
    found.hidden = false;
    found.addEventListener("click", () => act(found));
    return found;
  };
  const show = (theme, on) => {
    root.dataset.theme = theme;
    on.textContent = "Theme: " + theme;
  };
  const theme = button("theme", (on) => {
    const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    show(next, on);
    try { localStorage.setItem("theme", next); } catch { /* it holds for this visit */ }
  });
  show(themes.includes(remembered()) ? remembered() : "system", theme);
  button("open", () => each(true));
  button("close", () => each(false));
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const inner = target.querySelectorAll(":scope > details");
    if (inner.length === 1) inner[0].open = true;
    const first = target.matches("details") ? target.querySelector("summary") : target;
    first.focus({ preventScroll: true });
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) reveal();
  });
  reveal();
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    each(true);
  });
  addEventListener("afterprint", () => folded.forEach((fold) => { fold.open = false; }));
})();
