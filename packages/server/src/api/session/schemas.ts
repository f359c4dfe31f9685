import { z } from 'zod';
import { maxPasswordLength } from '../../services/people/passwords.ts';
import { displayName } from '../fields.ts';

/** What is checked of an address is what a mail server would refuse anyway. */
export const email = z
  .string()
  .max(254, 'must be at most 254 characters')
  .regex(/^[^\s@<>"\p{Cc}]+@[^\s@<>"\p{Cc}]+\.[^\s@<>"\p{Cc}.]+$/u, 'must be an email address');

const password = z.string().min(1).max(maxPasswordLength, `must be at most ${maxPasswordLength} characters`);

const linkToken = z.string().min(1).max(200);

export const signInBody = z.strictObject({ email, password });

export const changePasswordBody = z.strictObject({ current_password: password, new_password: password });

export const acceptInvitationBody = z.strictObject({
  token: linkToken,
  /** Needed only where the invitation names no email. */
  email: email.optional(),
  name: displayName,
  password,
});

export const changeSelfBody = z.strictObject({ name: displayName });

export const resetPasswordBody = z.strictObject({ token: linkToken, password });

export const lookUpInvitationBody = z.strictObject({ token: linkToken });
