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

/** A photo or document; only counsellors can open it. */
export interface Attachment {
  id: string;
  media_type: string;
  size: number;
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
  attachment?: Attachment | null;
  /** Taken back by its author: nothing of it is left. */
  removed?: boolean;
  /** In the language of the desk, beside the original; only counsellors get it. */
  translation?: Translation | null;
}

/** A machine's translation and what it may have got wrong. */
export interface Translation {
  language: string;
  text: string;
  differences: Difference[];
}

/** What stands in the original and what in the translation; null where nothing corresponds to the other side. */
export interface Difference {
  kind: string;
  in_original: string | null;
  in_translation: string | null;
}

export interface Conversation {
  id: string;
  language: string | null;
  state: ConversationState;
  ticket?: QueueTicket | null;
  /** Whether there is something to rate, and whether that was done; null while there is nothing. */
  rating?: "open" | "given" | null;
  /** The numbers of messages that were taken back of late. */
  removed?: number[];
}

/** What another device needs to go on with a conversation. */
export interface ResumeCode {
  code: string;
  expires_at: string;
  link?: string | null;
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

export type Role = "counsellor" | "supervisor" | "editor" | "administrator" | "interpreter" | "auditor";
export type Right =
  | "read_tickets"
  | "answer"
  | "take_over"
  | "plan_shifts"
  | "keep_records"
  | "read_reports"
  | "edit_knowledge"
  | "manage_people"
  | "read_audit_log";

/** Who is signed in at the desk. */
export interface Counsellor {
  id: string;
  name: string;
  email: string;
  languages: string[];
  role: Role;
  rights: Right[];
  /** Ids of centres; none stands for all of them. */
  centres: string[];
  topics: string[];
  capacity: number;
  is_available: boolean;
  second_factor: { is_on: boolean; is_required: boolean };
}

/** A session at the desk; while the second factor is missing, nothing else is open to it. */
export interface DeskSession {
  counsellor: Counsellor;
  second_factor: "missing" | "passed" | "not_needed";
}

export interface Centre {
  id: string;
  name: Record<string, string>;
  is_open: boolean | null;
  next_opening: string | null;
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
  /** Since when it waits this time: it may have been claimed or closed before. */
  waiting_since: string;
  claimed_at: string | null;
  closed_at: string | null;
  counsellor: { id: string; name: string } | null;
  position: number | null;
  /** Who the embedding site says is writing. */
  visitor: { name: string | null; reference: string | null } | null;
  /** Where it belongs, or the centre on whose page the conversation began; its name by language. */
  centre: { id: string; name: Record<string, string> } | null;
  channel: string;
  area: string | null;
  article: { id: string; title: string } | null;
  /** Where on the ladder of `api/routing` it waits. */
  rung: string;
  /** Further languages that the resident accepts. */
  bridges: string[];
  callback_at: string | null;
  snoozed_until: string | null;
  outcome: Outcome | null;
  tags: string[];
  /** Minutes, or null where nobody can say. */
  expected_wait: number | null;
  /** Who has it open now. */
  present: Present[];
  /** Who was invited into this one conversation. */
  guests: Colleague[];
  /** Whether there is a case record. */
  record: boolean;
  /** The resident has taken the conversation back; nothing of it is left. */
  deleted: boolean;
  /** The numbers of messages that were taken back of late. */
  removed?: number[];
}

/** A ticket that one may not see any more, for instance because it was passed on to another centre. */
export interface GoneTicket {
  id: string;
  is_gone: true;
}

/** How a counsellor's message reaches the resident on a channel. */
export interface Reach {
  channel: string;
  how: "live" | "push" | "event" | "reply" | "next message" | "unreachable";
}

export interface TicketWithMessages {
  ticket: Ticket;
  messages: Message[];
  reach: Reach[];
  notes: Note[];
}

export type Outcome = "answered" | "referred" | "appointment" | "no_reply" | "abusive" | "other";

export interface Colleague {
  id: string;
  name: string;
}

export interface Present extends Colleague {
  is_typing: boolean;
}

/** What counsellors write for one another; a resident never sees it. */
export interface Note {
  id: string;
  kind: string;
  text: string;
  counsellor: Colleague;
  /** Ids of colleagues. */
  mentions: string[];
  created_at: string;
}

/** That there is something new in a ticket which somebody neither works on nor has open, without what it says. */
export interface News {
  ticket_id: string;
  about: "message" | "note" | "translation";
  /** Of the message or note; for a translation, of its message. */
  id: string;
  is_from_resident: boolean;
  /** A colleague mentions whoever is told. */
  is_mention: boolean;
}

/** How many tickets there are, whatever is shown. */
export interface Counts {
  waiting: number;
  urgent: number;
  mine: number;
  claimed: number;
  snoozed: number;
}

export interface TicketPage {
  tickets: Ticket[];
  next: string | null;
  counts: Counts;
}

/** A message that holds the words looked for. */
export interface FoundMessage {
  ticket_id: string;
  message_id: string;
  language: string;
  excerpt: string;
  created_at: string;
}

/** One text in one language. */
export interface Version {
  language: string;
  title: string;
  text: string;
}

/** The same text for the counsellor and for the resident. */
export interface AlignedText {
  kind: "article" | "reply";
  id: string;
  section: string | null;
  shortcut: string | null;
  variables: string[];
  own: Version;
  theirs: Version;
  verified: string | null;
  link: string | null;
}

export interface CheckList {
  id: string;
  area: string;
  articles: string[];
  title: Record<string, string>;
  /** What to ask or tell ("kind"), by language. */
  items: Record<string, string>[];
}
