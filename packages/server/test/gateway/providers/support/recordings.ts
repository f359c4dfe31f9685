import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('../../../../../../../shared/data/provider-recordings/', import.meta.url));

/** Whether the recorded answers stand beside the checkout; they are not part of it. */
export const hasRecordings = existsSync(directory);

export const WITH_RECORDINGS = '(needs ../shared/data/provider-recordings beside the checkout)';

const PROVIDER_OF_FOLDER: Readonly<Record<string, string>> = {
  'amazon-bedrock': 'aws',
  anthropic: 'anthropic',
  'deepseek-chat': 'deepseek',
  google: 'google',
  groq: 'groq',
  mistral: 'mistral',
  'openai-chat': 'openai',
  'openai-completion': 'openai',
  'openai-responses': 'openai',
  xai: 'x-ai',
  'xai-responses': 'x-ai',
};

export interface Recording {
  /** Folder and file. */
  readonly name: string;
  readonly provider: string;
  readonly text: string;
}

export function readRecordings(): Recording[] {
  if (!hasRecordings) return [];
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name: folder }) =>
    readdirSync(`${directory}${folder}`).map((file) => recordingOf(`${folder}/${file}`)),
  );
}

export function recordingOf(name: string): Recording {
  const provider = PROVIDER_OF_FOLDER[name.split('/')[0] ?? ''];
  if (provider === undefined) throw new Error(`It is not known whose answers stand in ${name}`);
  return { name, provider, text: readFileSync(`${directory}${name}`, 'utf8') };
}
