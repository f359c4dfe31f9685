/** What paused an agent, where it was no operator. */
export type PauseCause =
  | { readonly kind: 'budget'; readonly restrictionId: string; readonly budgetId: string; readonly budgetName: string }
  | { readonly kind: 'anomaly'; readonly alertId: string };
