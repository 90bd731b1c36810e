const english = document.documentElement.lang === "en";

// Changing the language keeps the place on the page, not only the page.
document.querySelector(".switch-language")?.addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
});

// Entries of old code moved from the lists of messages to pages of their topics: an address of before
// (old/errors/#ID) is now that of a link in the list, and leads on.
function leadOn() {
  const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (there?.matches("a.moved")) location.replace(there.href);
}
leadOn();
addEventListener("hashchange", leadOn);

// The menu of a narrow window with the keys: the theme opens it, and goes back in it, with labels, which take
// no focus. What is closed takes none either, see primer.css. On a label with the focus the theme hears Enter.
const drawer = document.getElementById("__drawer");
document.querySelectorAll(".md-header [for=__drawer]").forEach((label) => {
  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = `${label.className} menu-open`;
  opener.setAttribute("aria-label", english ? "Menu" : "菜单");
  opener.addEventListener("click", () => drawer.click());
  opener.append(...label.childNodes);
  label.replaceWith(opener);
});
document.querySelectorAll(".md-sidebar .md-nav__title[for^=__nav]").forEach((label) => (label.tabIndex = 0));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer?.checked) drawer.click();
});

// Names for parts that Material leaves without one, for those who listen to a page.
let named = 0;
function nameCopyButtons() {
  document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((nav) => {
    nav.setAttribute("aria-label", `${english ? "Code block" : "代码块"} ${++named}`);
  });
}
// A table wider than a phone can be scrolled with the keys once it can have the focus.
function focusWideTables() {
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((table) => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  });
}
new MutationObserver(() => {
  nameCopyButtons();
  focusWideTables();
}).observe(document.body, { childList: true, subtree: true });
