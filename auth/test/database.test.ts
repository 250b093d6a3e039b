import { describe, expect, it } from '@jest/globals';
import { isDatabaseOutage } from '@latchkey/common/server';
import mongoose, { mongo } from 'mongoose';
import { isDuplicateKey } from '../src/database';

const serverError = (code: number) => new mongo.MongoServerError({ message: 'from the server', code });

/** As the driver wraps what ends a bulk write. */
const bulkError = (cause: Error) => new mongo.MongoBulkWriteError(cause, {} as never);

describe('an outage, which passes by waiting,', () => {
  it.each([
    ['HostUnreachable', 6],
    ['NetworkTimeout', 89],
    ['ShutdownInProgress', 91],
    ['FailedToSatisfyReadPreference', 133],
    ['PrimarySteppedDown', 189],
    ['NotWritablePrimary', 10107],
    ['InterruptedAtShutdown', 11600],
    ['NotPrimaryNoSecondaryOk', 13435],
    ['ReadConcernMajorityNotAvailableYet', 134],
    ['LegacyNotPrimary', 10058],
    ['NotPrimaryOrSecondary', 13436],
    ['Unauthorized', 13],
    ['AuthenticationFailed', 18],
    ['AtlasError', 8000],
  ])('is what a server says with %s (%i)', (_name, code) => {
    expect(isDatabaseOutage(serverError(code))).toBe(true);
  });

  it.each([
    ['a lost connection', new mongo.MongoNetworkError('connection closed')],
    ['a server that is not found', new mongoose.Error.MongooseServerSelectionError('no server')],
    ['a socket that ends while it is written to', Object.assign(new Error('ended'), { code: 'EPIPE' })],
    [
      'a bulk write that found no server',
      bulkError(new mongo.MongoServerSelectionError('no server', {} as never)),
    ],
    ['a bulk write that lost its connection', bulkError(new mongo.MongoNetworkError('connection closed'))],
    ['a bulk write that the socket ended', bulkError(Object.assign(new Error('ended'), { code: 'EPIPE' }))],
    ['a bulk write at a server that steps down', bulkError(serverError(189))],
    [
      'what a server says can be tried again',
      new mongo.MongoServerError({ message: 'overloaded', code: 462, errorLabels: ['RetryableError'] }),
    ],
    [
      'a majority that does not confirm a write in time',
      new mongo.MongoWriteConcernError({ ok: 1, writeConcernError: { code: 64, errmsg: 'waited' } }),
    ],
    ['an operation before the connection is open', new mongoose.Error('Cannot call')],
  ])('is %s', (_what, error) => {
    expect(isDatabaseOutage(error)).toBe(true);
  });
});

describe('no outage', () => {
  it.each([
    ['a duplicate key', serverError(11000)],
    ['a duplicate key in a bulk write', bulkError(serverError(11000))],
    ['a faulty command', serverError(9)],
    ['a faulty bulk write', bulkError(serverError(9))],
    ['a document that is not valid', new mongoose.Error.ValidationError()],
    ['an option that the driver does not take', new mongo.MongoInvalidArgumentError('no such option')],
    ['an error that says so in its message alone', new Error('not primary')],
    ['a fault of ours', new TypeError('x is undefined')],
    ['nothing', undefined],
  ])('is %s', (_what, error) => {
    expect(isDatabaseOutage(error)).toBe(false);
  });
});

it('a duplicate key is told apart from other faults of a server', () => {
  expect([11000, 13, 91].map((code) => isDuplicateKey(serverError(code)))).toEqual([true, false, false]);
});
