// The widget's own sheet. It lives in a shadow root as a constructed sheet: no style of the page reaches in, and a page's strict CSP has nothing to forbid.

export const SHEET = `
:host {
  all: initial;
  --brand: #0d635e;
  --surface: #ffffff;
  --sunk: #f2f5f5;
  --text: #14211f;
  --soft: #546361;
  --border: #d5dddd;
  --danger: #b42318;
  --link: var(--brand);
  font: 15px/1.5 Inter, system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif;
  color: var(--text);
}
@media (prefers-color-scheme: dark) {
  :host { --surface: #151e1d; --sunk: #1f2a29; --text: #e6eeec; --soft: #a9b8b5; --border: #3a4947; --danger: #ff9d92; --link: #9fe0d8; }
}
*, *::before, *::after { box-sizing: border-box; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; background: none; padding: 0; }
:focus-visible { outline: 3px solid var(--focus, #ffffff); outline-offset: -5px; box-shadow: 0 0 0 2px var(--text); }
textarea:focus-visible { outline: 2px solid var(--link); outline-offset: 0; box-shadow: none; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launch {
  position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; width: 60px; height: 60px; border-radius: 50%;
  display: grid; place-items: center; background: var(--brand); color: #ffffff; box-shadow: 0 4px 16px rgb(0 0 0 / 30%);
}
.badge {
  position: absolute; top: -4px; right: -4px; min-width: 24px; height: 24px; padding: 0 6px; border-radius: 12px; background: #b42318;
  color: #ffffff; border: 2px solid #ffffff; font-size: 12px; line-height: 20px; font-weight: 700; font-variant-numeric: tabular-nums; text-align: center;
}
.panel {
  position: fixed; right: 20px; bottom: 92px; z-index: 2147483000; width: 380px; height: min(600px, calc(100vh - 112px)); display: flex;
  flex-direction: column; overflow: hidden; border-radius: 14px; border: 1px solid var(--border); background: var(--surface);
  box-shadow: 0 12px 40px rgb(0 0 0 / 28%);
}
.head { display: flex; align-items: flex-start; gap: 8px; padding: 14px 8px 14px 18px; background: var(--brand); color: #ffffff; }
.head h2 { margin: 0; font-size: 17px; line-height: 1.35; font-weight: 650; overflow-wrap: anywhere; }
.head p { margin: 2px 0 0; font-size: 13px; line-height: 1.45; }
.grow { flex: 1; min-width: 0; }
.tool { min-width: 40px; height: 40px; padding: 0 8px; border-radius: 8px; display: grid; place-items: center; color: #ffffff; font-size: 13px; white-space: nowrap; }
.tool:hover { background: rgb(0 0 0 / 22%); }
.tool.end { text-decoration: underline; text-underline-offset: 3px; }
.ask { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 10px 16px; background: var(--sunk); border-bottom: 1px solid var(--border); }
.ask .grow { min-width: 9em; }
.small { min-height: 36px; padding: 4px 14px; border-radius: 8px; border: 1px solid var(--border); background: var(--surface); --focus: var(--text); }
.small:focus-visible { outline-offset: 2px; box-shadow: none; }
.banner { margin: 0; padding: 8px 16px; background: var(--sunk); border-bottom: 1px solid var(--border); font-size: 13px; }

.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 14px 16px 8px; display: flex; flex-direction: column; --focus: var(--text); }
.log ol { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 6px; }
.day { align-self: center; margin: 6px 0; font-size: 12px; color: var(--soft); }
.line { max-width: 84%; align-self: flex-start; display: flex; flex-direction: column; }
.line.mine { align-self: flex-end; align-items: flex-end; }
.line.system { align-self: center; max-width: 100%; text-align: center; }
.who { margin: 4px 2px 2px; font-size: 12px; color: var(--soft); }
.text { padding: 8px 12px; border-radius: 14px; background: var(--sunk); white-space: pre-wrap; overflow-wrap: anywhere; }
.mine .text { background: var(--brand); color: #ffffff; }
.mine.waiting .text { opacity: 0.75; }
.system .text { background: none; color: var(--soft); font-size: 13px; padding: 4px 8px; }
.state { margin: 2px; font-size: 12px; color: var(--soft); }
.state.refused { color: var(--danger); }
.state button { text-decoration: underline; text-underline-offset: 2px; min-height: 24px; padding: 0 4px; --focus: var(--text); }
.state button:focus-visible { outline-offset: 0; box-shadow: none; }
.typing { min-height: 20px; margin: 0; padding: 0 18px 4px; font-size: 13px; color: var(--soft); }

.write { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px 6px; border-top: 1px solid var(--border); }
.write textarea {
  flex: 1; min-width: 0; min-height: 44px; max-height: 132px; padding: 9px 12px; resize: none; border-radius: 12px; border: 1px solid #7d8c8a;
  background: var(--surface); field-sizing: content; font-size: 16px; line-height: 1.5;
}
.write textarea::placeholder { color: var(--soft); opacity: 1; }
.send { width: 44px; height: 44px; border-radius: 12px; display: grid; place-items: center; background: var(--brand); color: #ffffff; }
.send[aria-disabled='true'] { background: var(--sunk); color: var(--soft); cursor: default; }
.foot { margin: 0; padding: 0 16px 10px; font-size: 12px; line-height: 1.4; color: var(--soft); }

@media (max-width: 480px) {
  .panel { inset: 0; width: auto; height: 100dvh; border-radius: 0; border: 0; }
  .opened .launch { display: none; }
  .head { padding-top: max(14px, env(safe-area-inset-top)); }
  .foot { padding-bottom: max(10px, env(safe-area-inset-bottom)); }
}
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: rise 120ms ease-out; }
  @keyframes rise { from { transform: translateY(8px); opacity: 0; } }
}
@media (forced-colors: active) {
  .launch, .send, .panel, .text { border: 1px solid; }
}
`;
