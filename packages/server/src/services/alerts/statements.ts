import { sqlFile } from '../../store/sql-file.ts';

/** The statements about alerts, each in its own file. */
export const statements = {
  raiseAlerts: sqlFile('alerts/raise-alerts.sql'),
  findAlert: sqlFile('alerts/find-alert.sql'),
  findAlerts: sqlFile('alerts/find-alerts.sql'),
  listAlerts: sqlFile('alerts/list-alerts.sql'),
  changeAlerts: sqlFile('alerts/change-alerts.sql'),
  countAlerts: sqlFile('alerts/count-alerts.sql'),
  listChanges: sqlFile('alerts/list-changes.sql'),
  queueEvent: sqlFile('alerts/queue-event.sql'),
  openByPrefix: sqlFile('alerts/open-by-prefix.sql'),
  openByKey: sqlFile('alerts/open-by-key.sql'),
  dueOrgs: sqlFile('alerts/due-orgs.sql'),
  claimOrg: sqlFile('alerts/claim-org.sql'),
  dueEvents: sqlFile('alerts/due-events.sql'),
  lastOfGroups: sqlFile('alerts/last-of-groups.sql'),
  holdBack: sqlFile('alerts/hold-back.sql'),
  deleteEvents: sqlFile('alerts/delete-events.sql'),
  openIncidents: sqlFile('alerts/open-incidents.sql'),
} as const;
