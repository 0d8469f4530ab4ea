// The inbox: asks for messages, and again whenever the sandbox says that something has changed. All that it
// shows is put in as text; nothing that a message holds is ever read as markup.
"use strict";

const byId = (id) => document.getElementById(id);
let words = {};

function word(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function made(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

async function asked(path, change) {
  const answer = await fetch(path, change === undefined ? {} : { method: "PUT", body: JSON.stringify(change) });
  return answer.json();
}

// --- messages

function time(stamp) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "short", timeStyle: "medium", timeZone: "Europe/Istanbul",
  }).format(new Date(stamp));
}

function shownNumber(number) {
  return `+90 ${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6, 8)} ${number.slice(8)}`;
}

function statusOf(message) {
  const isAhead = message.status === "waiting" && message.send_at > message.submitted_at;
  return isAhead ? word("scheduled", { time: time(message.send_at) }) : word(message.status);
}

function entry(message) {
  const item = made("li", "", { class: "message" });
  const head = made("div");
  head.append(made("span", message.sender, { class: "sender" }), ` → ${shownNumber(message.number)}`);
  item.append(head, made("p", message.text, { class: "text" }));
  const about = made("div", "", { class: "about" });
  about.append(made("span", statusOf(message), { class: message.status }));
  about.append(` · ${time(message.submitted_at)} · ${word("segments", { count: message.segments })} `);
  const order = made("button", word("order", { id: message.order }), { type: "button" });
  order.addEventListener("click", () => showOrder(message.order));
  about.append(order, " ");
  if (message.status !== "cancelled") about.append(pushing(message));
  item.append(about);
  return item;
}

function pushing(message) {
  const label = word("push_to", { number: shownNumber(message.number) });
  const select = made("select", "", { "aria-label": label });
  select.append(made("option", word("push"), { value: "" }));
  for (const status of ["delivered", "undelivered", "waiting"]) {
    select.append(made("option", word(status), { value: status }));
  }
  select.addEventListener("change", async () => {
    if (!select.value) return;
    await asked(`/sandbox/orders/${message.order}/statuses`, { [message.number]: select.value });
    select.value = "";
    await refresh();
  });
  return select;
}

function note(found, wanted) {
  if (found.messages.length === 0) return word(wanted ? "nothing_found" : "empty");
  return found.has_more ? word("more", { count: found.messages.length }) : "";
}

let shown = "";

async function refresh() {
  const wanted = byId("search").value;
  const [state, found] = await Promise.all([
    asked("/sandbox/page"),
    asked(`/sandbox/messages?q=${encodeURIComponent(wanted)}`),
  ]);
  if (wanted !== byId("search").value) return;
  byId("totals").textContent = word("totals", state);
  byId("note").textContent = note(found, wanted);
  const now = JSON.stringify(found.messages);
  // What has not changed stays, and with it the keyboard's place.
  if (now !== shown && !byId("messages").contains(document.querySelector("select:focus"))) {
    byId("messages").replaceChildren(...found.messages.map(entry));
    shown = now;
  }
  await refreshFaults();
}

async function showOrder(id) {
  const order = await asked(`/sandbox/orders/${encodeURIComponent(id)}`);
  byId("order-title").textContent = word("order", { id });
  byId("order-request").textContent = order.request ?? word("not_kept");
  byId("order-reply").textContent = order.reply ?? word("not_kept");
  byId("order").showModal();
}

// --- faults

async function refreshFaults() {
  const { send } = await asked("/sandbox/faults");
  byId("to-come").textContent = word("waiting_faults", { count: send.queue.length });
  for (const button of document.querySelectorAll("[data-always]")) {
    button.setAttribute("aria-pressed", String(send.chances[button.dataset.always] === 1));
  }
}

async function meet(kind, isAlways) {
  const { send } = await asked("/sandbox/faults");
  const isOn = send.chances[kind] === 1;
  const change = isAlways ? { ...send, chances: isOn ? {} : { [kind]: 1 } } : { ...send, queue: [...send.queue, { kind }] };
  await asked("/sandbox/faults", { send: change });
  await refreshFaults();
}

function faultEntry(kind, isTaken) {
  const item = made("li");
  const name = word(kind);
  const whole = `${name}, ${word(isTaken ? "taken" : "not_taken")}`;
  const line = made("p", name);
  line.append(made("br"), made("small", word(isTaken ? "taken" : "not_taken"), { class: "about" }));
  const next = made("button", word("next"), { type: "button", "aria-label": word("next_of", { kind: whole }), "data-next": kind });
  next.addEventListener("click", () => meet(kind, false));
  const always = made("button", word("always"), {
    type: "button", "aria-label": word("always_of", { kind: whole }), "aria-pressed": "false", "data-always": kind,
  });
  always.addEventListener("click", () => meet(kind, true));
  item.append(line, next, " ", always);
  return item;
}

// --- the page

function listen() {
  const events = new EventSource("/sandbox/events");
  events.addEventListener("message", refresh);
  events.addEventListener("error", () => { byId("note").textContent = word("lost"); });
}

async function begin() {
  const state = await asked("/sandbox/page");
  words = state.words;
  document.documentElement.lang = state.lang;
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = word(element.dataset.word);
  }
  byId("faults").replaceChildren(...Object.entries(state.kinds).map(([kind, isTaken]) => faultEntry(kind, isTaken)));
  byId("off").addEventListener("click", async () => {
    await asked("/sandbox/faults", { send: {} });
    await refreshFaults();
  });
  byId("search").addEventListener("input", refresh);
  byId("order-close").addEventListener("click", () => byId("order").close());
  listen();
}

begin();
