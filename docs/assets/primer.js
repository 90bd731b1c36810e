const english = document.documentElement.lang === "en";

// Changing the language keeps the place on the page, not only the page.
document.querySelector(".switch-language")?.addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
});

// Names for parts that Material leaves without one, for those who listen to a page.
document.querySelector(".md-search")?.setAttribute("aria-label", english ? "Search" : "搜索");
function nameCopyButtons() {
  document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((nav) => {
    const blocks = [...document.querySelectorAll(".md-code__nav")];
    nav.setAttribute("aria-label", `${english ? "Code block" : "代码块"} ${blocks.indexOf(nav) + 1}`);
  });
}
new MutationObserver(nameCopyButtons).observe(document.body, { childList: true, subtree: true });
