/** The environment is wrong; the message names the variable and says what it takes. */
export class ConfigError extends Error {}
