import type { Reservation } from '@cofferdam/core';
import type { Queryable } from '../../store/connection.ts';
import { reservationOf, type ReservationRow } from '../../store/lane/reservation-row.ts';
import { statements } from '../../store/lane/statements.ts';

/** A reservation of the org as it is stored, or null. */
export async function findReservation(db: Queryable, orgId: string, id: string): Promise<Reservation | null> {
  const { rows } = await db.query<ReservationRow>({ ...statements.loadReservations, values: [orgId, [id], id, id] });
  return rows[0] === undefined ? null : reservationOf(rows[0]);
}
