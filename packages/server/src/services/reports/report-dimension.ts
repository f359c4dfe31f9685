/** What a report can be broken down by. */
export const reportDimensions = [
  'agent',
  'workflow',
  'connection',
  'user',
  'team',
  'provider',
  'model',
  'run',
  'type',
] as const;

export type ReportDimension = (typeof reportDimensions)[number];

/** A dimension as an expression on a usage record `u`. A model is canonical: the same name at two providers is two. */
export const dimensionSql: { readonly [dimension in ReportDimension]: string } = {
  agent: 'u.agent',
  workflow: 'u.workflow',
  connection: 'u.connection',
  user: 'u.user_id',
  team: 'u.team',
  provider: 'u.provider',
  model: "coalesce(u.provider || '/' || u.model, u.model)",
  run: 'u.run',
  type: 'u.type',
};
