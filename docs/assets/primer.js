const english = document.documentElement.lang === "en";

// Changing the language keeps the place on the page, not only the page.
document.querySelector(".switch-language")?.addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
});

// Names for parts that Material leaves without one, for those who listen to a page.
document.querySelector(".md-search")?.setAttribute("aria-label", english ? "Search" : "搜索");
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

// Material looks for words that begin like each word of a query. Of an error message pasted into the
// search box, "no" would then find "normalization"; what looks like a message is for whole words.
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, ...rest) {
  const isQuery = message?.type === 2;
  postMessage.call(this, isQuery ? { ...message, data: wholeWords(message.data) } : message, ...rest);
};
function wholeWords(query) {
  const words = query.split(/\(s\)|[^\p{L}\p{N}_]+/u).filter(Boolean);
  const isMessage = (words.length > 2 || /[':]/.test(query)) && !/\p{sc=Han}/u.test(query);
  // "^1" is a weight of one, and a word with a weight is taken as it is.
  return isMessage ? words.map((word) => `${word}^1`).join(" ") : query;
}
