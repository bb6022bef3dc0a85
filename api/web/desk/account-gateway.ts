// Calls about the own account: signing in, second factor, sessions.
import type { DeskSession } from "../shared/wire";
import { call } from "./desk-gateway";

export interface Invitation {
  code: string;
  password: string;
  name?: string;
}

/** What an authenticator app needs; `qr_svg` is the address in it as a picture. */
export interface SecondFactorOffer {
  secret: string;
  uri: string;
  qr_svg: string;
}

export interface SignedInDevice {
  id: string;
  device: string;
  created_at: string;
  seen_at: string;
  is_this: boolean;
}

export interface SignInWays {
  password: boolean;
  single_sign_on: { name: string } | null;
}

export const SINGLE_SIGN_ON_URL = "/api/v1/desk/single-sign-on/start";

export function getSession(): Promise<DeskSession> {
  return call("/session");
}

export function signInWithPassword(email: string, password: string): Promise<DeskSession> {
  return call("/session", "POST", { email, password });
}

export function signInWithCode(code: string): Promise<DeskSession> {
  return call("/session", "POST", { code });
}

export function passSecondFactor(code: string): Promise<DeskSession> {
  return call("/session/second-factor", "POST", { code });
}

export function acceptInvitation(invitation: Invitation): Promise<DeskSession> {
  return call("/invitations/accept", "POST", invitation);
}

export function getSignInWays(): Promise<SignInWays> {
  return call("/sign-in-ways");
}

export function leaveSession(): Promise<void> {
  return call("/session", "DELETE");
}

export function changePassword(password: string, current: string): Promise<void> {
  return call("/password", "PUT", { password, ...(current && { current }) });
}

export function offerSecondFactor(): Promise<SecondFactorOffer> {
  return call("/second-factor", "POST");
}

/** Switch the second factor on; the recovery codes are told only this once. */
export async function confirmSecondFactor(code: string): Promise<string[]> {
  return (await call<{ recovery_codes: string[] }>("/second-factor/confirm", "POST", { code })).recovery_codes;
}

export function endSecondFactor(password: string): Promise<void> {
  return call("/second-factor", "DELETE", { password });
}

export async function getDevices(): Promise<SignedInDevice[]> {
  return (await call<{ sessions: SignedInDevice[] }>("/sessions")).sessions;
}

export function endDevice(id: string): Promise<void> {
  return call(`/sessions/${encodeURIComponent(id)}`, "DELETE");
}
