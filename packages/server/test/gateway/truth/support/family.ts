/** The ways of calling that the mix is drawn from. */
export type Family = 'chat' | 'responses' | 'embeddings' | 'messages' | 'gemini' | 'gemini-embeddings';
