// Calls about reports: a period in figures and tables.
import { call } from "./desk-gateway";
import { query } from "./fields";

export interface Period {
  since: string;
  until: string;
  centre: string;
}

/** A heading in Korean and English; other languages read the English one. */
export interface Heading {
  ko: string;
  en: string;
}

export type Value = string | number | null;

export interface ReportTable {
  title: Heading;
  columns: ({ key: string } & Heading)[];
  /** Ids and codes, not names; null where nothing is known. */
  rows: Value[][];
}

export interface Report {
  period: { since: string; until: string };
  totals: Record<string, number | null>;
  tables: Record<string, ReportTable>;
}

export function getReport(period: Period): Promise<Report> {
  return call(`/reports${query({ ...period })}`);
}

export function workbookUrl(period: Period, language: string): string {
  return `/api/v1/desk/reports.xlsx${query({ ...period, language })}`;
}

export function tableUrl(period: Period, table: string, language: string): string {
  return `/api/v1/desk/reports.csv${query({ ...period, table, language })}`;
}
