// The conversation on paper: the words with their sources, nothing that can be pressed.
import { css } from "lit";

export const printStyle = css`
  @media print {
    :host,
    :host([mode="bubble"]),
    .chat.page,
    .panel,
    .bubble .panel,
    .talk,
    .view {
      display: block !important;
      position: static !important;
      visibility: visible !important;
      width: auto !important;
      height: auto !important;
      overflow: visible !important;
      border: 0 !important;
      box-shadow: none !important;
      animation: none !important;
      container: none !important;
      background: none !important;
    }
    .head button,
    .head .select,
    .head .sign,
    .status-place,
    .composer,
    .article,
    .welcome,
    .buttons,
    .rating,
    .new-messages,
    .writing-place,
    .unsent-message,
    .bubble-button,
    dialog {
      display: none !important;
    }
    .message {
      break-inside: avoid;
    }
    .speaker.unseen {
      all: unset;
      font-size: 0.875em;
      font-weight: 600;
    }
    .said {
      border: 1px solid var(--line);
      background: none !important;
      color: var(--ink) !important;
    }
    .bot .said,
    .system .said {
      border: 0;
    }
    .citation::after {
      content: attr(href);
      grid-column: 1 / -1;
      font-size: 0.75em;
      overflow-wrap: anywhere;
    }
  }
`;
