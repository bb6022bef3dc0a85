// Calls about the people of the desk, their centres and their shifts.
import type { Centre, Role } from "../shared/wire";
import { call } from "./desk-gateway";

export interface Person {
  id: string;
  name: string;
  role: Role;
  languages: string[];
  centres: string[];
  topics: string[];
  capacity: number;
  is_available: boolean;
  is_present: boolean;
  is_disabled: boolean;
  /** Told only to those who may change this account. */
  email?: string;
  second_factor?: boolean;
}

/** What a form says about a person. */
export interface PersonForm {
  email: string;
  name: string;
  role: string;
  languages: string[];
  centres: string[];
  topics: string[];
  capacity: number;
}

export interface Invitation {
  link: string;
  expires_at: string;
}

export interface Import {
  added: { person: Person; invitation: Invitation }[];
  refused: { line: number; reason: string }[];
}

export interface Shift {
  id: string;
  counsellor: { id: string; name: string };
  centre: string;
  starts_at: string;
  ends_at: string;
}

export interface NewShift {
  counsellor: string;
  centre: string;
  starts_at: string;
  ends_at: string;
}

function personPath(id: string, action = ""): string {
  return `/people/${encodeURIComponent(id)}${action}`;
}

export async function getPeople(): Promise<Person[]> {
  return (await call<{ people: Person[] }>("/people")).people;
}

export function addPerson(form: PersonForm): Promise<{ person: Person; invitation: Invitation }> {
  return call("/people", "POST", form);
}

export function changePerson(id: string, form: Partial<PersonForm> & { is_disabled?: boolean }): Promise<void> {
  return call(personPath(id), "PATCH", form);
}

export async function invitePerson(id: string): Promise<Invitation> {
  return (await call<{ invitation: Invitation }>(personPath(id, "/invitation"), "POST")).invitation;
}

export function disablePerson(id: string): Promise<void> {
  return call(personPath(id), "DELETE");
}

export function resetSecondFactor(id: string): Promise<void> {
  return call(personPath(id, "/second-factor"), "DELETE");
}

export function importPeople(file: Blob): Promise<Import> {
  return call("/people/import", "POST", new Blob([file], { type: "text/csv" }));
}

let centres: Promise<Centre[]> | null = null;

/** The centres; asked for once, since they change with a new edition of the knowledge only. */
export function getCentres(): Promise<Centre[]> {
  centres ??= call<{ centres: Centre[] }>("/centres").then(
    (answer) => answer.centres,
    (error: unknown) => {
      centres = null;
      throw error;
    },
  );
  return centres;
}

export async function getShifts(since: string, until: string, centre: string): Promise<Shift[]> {
  const wanted = new URLSearchParams({ since, until, ...(centre && { centre }) });
  return (await call<{ shifts: Shift[] }>(`/shifts?${wanted}`)).shifts;
}

export function addShift(shift: NewShift): Promise<void> {
  return call("/shifts", "POST", shift);
}

export function removeShift(id: string): Promise<void> {
  return call(`/shifts/${encodeURIComponent(id)}`, "DELETE");
}
