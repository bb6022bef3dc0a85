// Colours, type and spacing. Another site may override the --gildongmu-… properties on the element.
import { css } from "lit";

const dark = css`
  --paper: var(--gildongmu-paper, #131819);
  --surface: var(--gildongmu-surface, #1b2223);
  --raised: #252e2f;
  --line: #344042;
  --edge: #7f8c8d;
  --ink: var(--gildongmu-ink, #ece8e0);
  --quiet: #aeb7b6;
  --primary: var(--gildongmu-primary, #92d2c6);
  --primary-strong: var(--gildongmu-primary-strong, #b5e5db);
  --on-primary: var(--gildongmu-on-primary, #0d2926);
  --primary-tint: var(--gildongmu-primary-tint, #203937);
  --mine: var(--gildongmu-primary, #24504b);
  --on-mine: var(--gildongmu-on-primary, #f0f5f3);
  --accent: var(--gildongmu-accent, #f2a577);
  --on-accent: var(--gildongmu-on-accent, #331504);
  --accent-tint: var(--gildongmu-accent-tint, #3b2a1f);
  --danger: #ffb3ab;
  --danger-tint: #482524;
  --shadow: 0 12px 40px rgb(0 0 0 / 55%);
  --sign-first: #a6400f;
`;

export const theme = css`
  :host {
    --paper: var(--gildongmu-paper, #fbf8f3);
    --surface: var(--gildongmu-surface, #ffffff);
    --raised: #f3ede3;
    --line: #e2d9cb;
    --edge: #857d70;
    --ink: var(--gildongmu-ink, #1f2829);
    --quiet: #596062;
    --primary: var(--gildongmu-primary, #1b5a56);
    --primary-strong: var(--gildongmu-primary-strong, #124541);
    --on-primary: var(--gildongmu-on-primary, #ffffff);
    --primary-tint: var(--gildongmu-primary-tint, #e2eeeb);
    --mine: var(--primary);
    --on-mine: var(--on-primary);
    --accent: var(--gildongmu-accent, #b0451a);
    --on-accent: var(--gildongmu-on-accent, #ffffff);
    --accent-tint: var(--gildongmu-accent-tint, #fcebdf);
    --danger: #a3262a;
    --danger-tint: #fbe7e5;
    --shadow: 0 12px 40px rgb(31 28 20 / 18%), 0 2px 8px rgb(31 28 20 / 10%);
    --radius: var(--gildongmu-radius, 14px);
    --sign-first: #f5b58b;
    --latin: "Noto Sans", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
    color-scheme: light dark;
  }
  /* Set here and not on the host, where rules of the page around would win. */
  .ground {
    font: max(16px, 1rem) / 1.55 var(--latin);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
    overflow-wrap: break-word;
    color: var(--ink);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  /* Dark where the device asks for it or the page says so; on paper always light. */
  @media screen and (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      ${dark}
    }
  }
  @media screen {
    :host([theme="dark"]) {
      ${dark}
      color-scheme: dark;
    }
  }
  :host([theme="light"]) {
    color-scheme: light;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }

  /* Korean words stay whole, as terms in other languages too; Chinese may break anywhere (see korean-words.ts). */
  :not(:lang(zh)) {
    word-break: keep-all;
  }
  :lang(zh) {
    word-break: normal;
  }

  /* The order of faces decides how characters shared by Chinese and Korean are drawn. */
  :lang(ko) {
    font-family: "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", system-ui, sans-serif;
    overflow-wrap: anywhere;
  }
  :lang(zh) {
    font-family: "Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif;
  }
  :lang(en),
  :lang(vi),
  :lang(mn),
  :lang(ru),
  :lang(uz) {
    font-family: "Noto Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans KR", "Noto Sans CJK KR", sans-serif;
  }
  :lang(ur) {
    font-family: "Noto Nastaliq Urdu", "Noto Naskh Arabic", "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", system-ui, serif;
    line-height: 2.1;
    letter-spacing: 0;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  a {
    color: var(--primary);
    text-underline-offset: 0.2em;
    overflow-wrap: anywhere;
  }
  .telephone {
    white-space: nowrap;
    font-weight: 600;
  }
  .icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [dir="rtl"] .turns {
    transform: scaleX(-1);
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .sign {
    width: 2.5em;
    height: 2.5em;
    flex: none;
  }
  .sign-ground {
    fill: var(--primary);
  }
  .sign-road {
    fill: none;
    stroke: var(--on-primary);
    stroke-width: 4;
    stroke-linecap: round;
  }
  .sign-first {
    fill: var(--sign-first);
  }
  .sign-second {
    fill: var(--on-primary);
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
