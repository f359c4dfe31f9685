import { sqlFile } from '../../store/sql-file.ts';

/** The statements about payments, each in its own file. */
export const statements = {
  insertPayment: sqlFile('payments/insert-payment.sql'),
  findSame: sqlFile('payments/find-same.sql'),
  findPayment: sqlFile('payments/find-payment.sql'),
  listPayments: sqlFile('payments/list-payments.sql'),
  keepCheckout: sqlFile('payments/keep-checkout.sql'),
  beginLook: sqlFile('payments/begin-look.sql'),
  endLook: sqlFile('payments/end-look.sql'),
  insertMovement: sqlFile('payments/insert-movement.sql'),
  receiveEvent: sqlFile('payments/receive-event.sql'),
  findEvent: sqlFile('payments/find-event.sql'),
  endEvent: sqlFile('payments/end-event.sql'),
  failEvent: sqlFile('payments/fail-event.sql'),
  openEvents: sqlFile('payments/open-events.sql'),
  dueLooks: sqlFile('payments/due-looks.sql'),
  paymentsTouched: sqlFile('payments/payments-touched.sql'),
  namesOfPayment: sqlFile('payments/names-of-payment.sql'),
  refundsByHand: sqlFile('payments/refunds-by-hand.sql'),
  bookedMovements: sqlFile('payments/booked-movements.sql'),
} as const;
