import { BadRequestError, validateRequest } from '@latchkey/common';
import type { RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import type { Coupon, CouponStore } from '../coupons-store';

/** Room for spaces around it. What follows must not see a longer text. */
const MAX_CODE_UNITS = 64;

const couponFields = [
  body('code', 'Give a code of 3 to 32 letters, digits and hyphens.')
    .isString()
    .bail()
    .custom((code: string) => code.length <= MAX_CODE_UNITS)
    .bail()
    .trim()
    .toUpperCase()
    .matches(/^[A-Z0-9-]{3,32}$/),
  body('percentOff', 'Give percentOff as a whole number from 1 to 100.').custom(
    (value) => Number.isInteger(value) && value >= 1 && value <= 100,
  ),
  validateRequest,
];

/** POST /api/tickets/coupons: makes a coupon. */
export function createCoupon(coupons: CouponStore): RequestHandler[] {
  return [
    ...couponFields,
    async (req, res) => {
      const coupon = matchedData<Coupon>(req);
      if (!(await coupons.insert(coupon))) {
        throw new BadRequestError('There is a coupon with this code already.', 'coupon_code_in_use');
      }
      res.status(201).json(coupon);
    },
  ];
}
