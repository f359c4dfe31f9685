import Anthropic from '@anthropic-ai/sdk';
import { ApiError } from '@google/genai';
import { APICallError } from 'ai';
import OpenAI from 'openai';

/** What a client makes of a refusal, as its users meet it. */
export interface Thrown {
  readonly status: unknown;
  /** The machine-readable code, from wherever the client shows it. */
  readonly code: unknown;
  readonly message: string;
  /** It is of the client's own class for this status. */
  readonly isOwn: boolean;
}

function isOwnOpenAi(error: unknown, status: unknown): boolean {
  if (status === 403) return error instanceof OpenAI.PermissionDeniedError;
  if (status === 422) return error instanceof OpenAI.UnprocessableEntityError;
  return status === 429 ? error instanceof OpenAI.RateLimitError : true;
}

export function readOpenAi(error: unknown): Thrown {
  if (!(error instanceof OpenAI.APIError)) throw error;
  const { status, code, message } = error as { status: unknown; code: unknown; message: string };
  return { status, code, message, isOwn: isOwnOpenAi(error, status) };
}

function isOwnAnthropic(error: unknown, status: unknown): boolean {
  if (status === 403) return error instanceof Anthropic.PermissionDeniedError;
  if (status === 422) return error instanceof Anthropic.UnprocessableEntityError;
  return status === 429 ? error instanceof Anthropic.RateLimitError : true;
}

export function readAnthropic(error: unknown): Thrown {
  if (!(error instanceof Anthropic.APIError)) throw error;
  const { status, message, error: body } = error as { status: unknown; message: string; error: unknown };
  const { details } = (body as { error: { details: { error_code: unknown } } }).error;
  return { status, code: details.error_code, message, isOwn: isOwnAnthropic(error, status) };
}

/** This client's message is the whole body. */
export function readGenAi(error: unknown): Thrown {
  if (!(error instanceof ApiError)) throw error;
  const body = JSON.parse(error.message) as { code: unknown; error: { message: string } };
  return { status: error.status, code: body.code, message: body.error.message, isOwn: true };
}

export function readVercel(error: unknown): Thrown {
  if (!APICallError.isInstance(error)) throw error;
  const body = JSON.parse(error.responseBody ?? '') as { code: unknown };
  return { status: error.statusCode, code: body.code, message: error.message, isOwn: !error.isRetryable };
}
