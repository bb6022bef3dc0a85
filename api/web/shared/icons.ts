// The icons, drawn with the colour of the text around them. Those that point somewhere turn round in Urdu.
import { html, type TemplateResult } from "lit";

function icon(path: string, turns = false): TemplateResult {
  return html`<svg class=${turns ? "icon turns" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${path} /></svg>`;
}

export const sendIcon = icon("M4 12h15M13 6l6 6-6 6", true);
export const closeIcon = icon("M6 6l12 12M18 6L6 18");
export const outsideIcon = icon("M14 5h5v5M19 5l-8 8M17 14v4a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h4", true);
export const bookIcon = icon("M12 6.5C10.3 5.2 7.5 5 5 5v13c2.5 0 5.3.2 7 1.500M12 6.500C13.7 5.2 16.5 5 19 5v13c-2.5 0-5.3.2-7 1.500M12 6.500v13", true);
export const personIcon = icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.6 3.8-5.5 7.5-5.500s6.7 1.9 7.5 5.5");
export const globeIcon = icon("M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.500c2.5 2.3 3.6 5.2 3.6 8.500s-1.1 6.2-3.6 8.500c-2.5-2.3-3.6-5.2-3.6-8.500s1.1-6.2 3.6-8.500z");
export const freshIcon = icon("M12 5v14M5 12h14");
export const cardIcon = icon("M4 6h16v12H4zM7.5 15.500c.3-1.5 1.3-2.3 2.5-2.300s2.2.8 2.5 2.300M10 12.300a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.800zM15 10.500h2.500M15 13.500h2.5");
export const houseIcon = icon("M4 11.500L12 5l8 6.500M6 10v9h12v-9M10 19v-5h4v5");
export const workIcon = icon("M4 8.500h16V19H4zM9 8.500V6a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v2.500M4 13h16");
export const familyIcon = icon("M8 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 12a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600zM2.5 19c.4-3.6 2.6-5.5 5.5-5.500s5.1 1.9 5.5 5.500M15 14.600c.6-.3 1.3-.5 2-.5 2.4 0 4.1 1.6 4.5 4.4");
export const lockIcon = icon("M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3");
export const leaveIcon = icon("M13 5H6v14h7M10 12h10M17 8.500l3.500 3.500-3.5 3.500", true);
export const backIcon = icon("M20 12H5M11 6l-6 6 6 6", true);
export const moreIcon = icon("M12 5.500v.01M12 12v.01M12 18.500v.01");
export const clipIcon = icon("M19 11.500l-7.3 7.300a4.5 4.5 0 0 1-6.400-6.400l7.600-7.600a3 3 0 0 1 4.300 4.300l-7.500 7.500a1.5 1.5 0 0 1-2.200-2.200l6.800-6.800");
export const saveIcon = icon("M12 4v11M7 10.500l5 5 5-5M5 20h14");
export const printIcon = icon("M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z");
export const devicesIcon = icon("M3 6h12v9H3zM2 18h11M17 9h5v10h-5z");
export const keyIcon = icon("M8 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 11h9v4M17 11v3");
export const binIcon = icon("M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13");
export const bellIcon = icon("M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15zM10 21h4");
export const starIcon = icon("M12 4l2.500 5.200 5.700.8-4.100 4 1 5.700L12 17l-5.100 2.700 1-5.700-4.100-4 5.700-.8z");
export const photoIcon = icon("M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9.500v.01");
export const paperIcon = icon("M7 3.500h7l4 4V20.500H7zM14 3.500v4h4M10 12h5M10 16h5");
export const downIcon = icon("M12 5v14M6 13l6 6 6-6");

/** The sign of Gildongmu: a road that two walk together. */
export const roadSign = html`<svg class="sign" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
  <rect class="sign-ground" width="40" height="40" rx="12" />
  <path class="sign-road" d="M12 33c0-7 16-7.5 16-14.500C28 13 20 13.5 20 8" />
  <circle class="sign-first" cx="12.5" cy="15" r="3.6" />
  <circle class="sign-second" cx="28.5" cy="28.5" r="3.6" />
</svg>`;
