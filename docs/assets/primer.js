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

// Material looks for words that begin like each word of a query, and weighs rare words. Of an error
// message pasted into the search box, "no" would then find "normalization"; what looks like a message
// is for whole words. First come the headings that are whole in it, as in a pasted traceback, then those
// that have half of it in its order (numbers and names of layers differ from reader to reader). A
// heading may have several messages, each of them as code.
const { postMessage } = Worker.prototype;
let message = [];
Worker.prototype.postMessage = function (sent, ...rest) {
  if (sent?.type === 0) this.addEventListener("message", putMessageFirst);
  if (sent?.type !== 2) return postMessage.call(this, sent, ...rest);
  const found = wordsOf(sent.data);
  // Chinese is none, unless it stands in one: in a path, or in what Windows adds in its language.
  const isMessage = /\p{sc=Han}/u.test(sent.data)
    ? /Error: /.test(sent.data)
    : found.length > 2 || /[':]|Error$/.test(sent.data);
  message = isMessage ? found : [];
  // "^1" is a weight of one, and a word with a weight is taken as it is.
  const query = isMessage ? found.map((word) => `${word}^1`).join(" ") : sent.data;
  postMessage.call(this, { ...sent, data: query }, ...rest);
};
function wordsOf(text) {
  return text.split(/\(s\)|[^\p{L}\p{N}_]+/u).filter(Boolean);
}
// Material listens before, and shows an answer as it comes: it gets another one, in order.
function putMessageFirst({ data, isTrusted }) {
  if (data.type !== 3 || !message.length || !isTrusted) return;
  for (const section of data.data.items.flat()) {
    section.score += Math.max(...messagesIn(section.title).map((text) => likeness(message, text)));
  }
  const byScore = (one, other) => other.score - one.score;
  data.data.items.forEach((page) => page.sort(byScore));
  data.data.items.sort(([one], [other]) => byScore(one, other));
  this.dispatchEvent(new MessageEvent("message", { data }));
}
// A heading, and each of the messages in it.
function messagesIn(heading) {
  const texts = [heading, ...(heading.match(/<code>.*?<\/code>/g) ?? [])];
  return texts.map((text) => text.replace(/<[^>]*>/g, "").replace(/&\w+;/g, " "));
}
// How much the words of a message are like one that is known; widgets/clinic.js asks this, too.
function likeness(message, known) {
  const words = wordsOf(known);
  const same = wordsInCommon(message, words);
  if (same < 4 && same < message.length) return 0;
  if (same === words.length) return 1e9 + 1e6 * same;
  return 2 * same < message.length ? 0 : 1e6 * same - 1e3 * words.length;
}
// How many words two texts have in common in the same order (longest common subsequence).
function wordsInCommon(one, other) {
  let above = new Array(other.length + 1).fill(0);
  for (const word of one) {
    const row = [0];
    other.forEach((there, i) => {
      row.push(word === there ? above[i] + 1 : Math.max(above[i + 1], row[i]));
    });
    above = row;
  }
  return above.at(-1);
}
