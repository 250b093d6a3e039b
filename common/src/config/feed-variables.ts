import { count } from './validators';

/** How many may follow the revocations of a service that serves them. */
export const feedVariables = {
  MAX_FOLLOWERS: count({
    default: 4000,
    desc: 'The maximum number of services that follow `GET /revocations` of one replica; at the limit, the address with the most loses one to a newcomer',
  }),
};
