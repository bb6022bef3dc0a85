// The shapes that the gateway sends, exactly as they travel.

export type ConversationState = "bot" | "waiting" | "human" | "closed";
export type Author = "resident" | "bot" | "counsellor" | "system";
export type Kind = "answer" | "choices" | "text" | "handover" | "notice";
export type Priority = "urgent" | "normal";

export interface Citation {
  article: string;
  title: string;
  language: string;
  passage?: string | null;
  source?: string | null;
  verified?: string | null;
  url: string;
}

export interface Button {
  title: string;
  payload: string;
}

/** A ticket as its resident sees it. */
export interface QueueTicket {
  id: string;
  priority: Priority;
  position: number | null;
  wait_minutes: number | null;
  counsellor?: { name: string } | null;
}

export interface Message {
  seq: number;
  id: string;
  author: Author;
  kind: Kind;
  text: string;
  language: string | null;
  created_at: string;
  client_id?: string | null;
  name?: string | null;
  citations?: Citation[] | null;
  buttons?: Button[] | null;
  ticket?: QueueTicket | null;
}

export interface Conversation {
  id: string;
  language: string | null;
  state: ConversationState;
  ticket?: QueueTicket | null;
}

export interface Started extends Conversation {
  token: string;
}

export interface Sent {
  message: Message;
  replies: Message[];
  conversation: Conversation;
}

export interface Page {
  messages: Message[];
  conversation: Conversation;
}

export interface Counsellor {
  id: string;
  name: string;
  email: string;
  languages: string[];
}

export type TicketState = "waiting" | "claimed" | "closed";

/** A ticket as the desk sees it. */
export interface Ticket {
  id: string;
  conversation: string;
  state: TicketState;
  priority: Priority;
  language: string;
  reason: "request" | "danger" | "failure";
  summary: {
    question: string | null;
    answer: string | null;
    articles: { article: string; title: string }[];
    /** What the resident wanted the counsellor to know; null for what was left out. */
    intake?: { topic: string | null; tried: string | null; reach: string | null; consent: boolean };
  };
  created_at: string;
  claimed_at: string | null;
  closed_at: string | null;
  counsellor: { id: string; name: string } | null;
  position: number | null;
}

export interface TicketWithMessages {
  ticket: Ticket;
  messages: Message[];
}
