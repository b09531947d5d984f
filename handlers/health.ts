import { healthOf, JSON_TYPE, networkVersions, REQUEST_ID_HEADER, type WireAnswer } from '../lib';
import { type HttpEvent, routeOf } from './http';
import { loadedModels } from './reader';

/** Returns whether an event is a health check, by which a load balancer or a monitor asks if this process serves. */
export const isHealthCheck = (event: HttpEvent): boolean => routeOf(event) === 'GET /v1/health';

/** Makes the answer to a health check, at once: nothing is loaded for it, and it waits for no picture. */
export const healthAnswer = (requestId: string): WireAnswer => ({
  status: 200,
  headers: { 'Content-Type': JSON_TYPE, 'Cache-Control': 'no-store', [REQUEST_ID_HEADER]: requestId },
  body: JSON.stringify(healthOf(networkVersions, loadedModels())),
});
