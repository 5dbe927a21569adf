/**
 * What server and device say to each other about pages that are kept where there is no connection. The other side is
 * src/ui/browser/offline.ts.
 */

/**
 * On every page: the id of the person it was made for, or `nobody`; a device lets go of what it kept for somebody else.
 * On a call of the API: for whom it was written down; it is refused when somebody else has signed in meanwhile.
 */
export const personHeader = 'sojourn-person';

/** On a page: it may be kept. On a request: it is fetched to be kept, and nobody looks at it now. */
export const offlineHeader = 'sojourn-offline';

/** Where a browser finds its worker; without a hash, since it is known by its address. */
export const workerPath = '/service-worker.js';
