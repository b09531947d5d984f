export { type OfflineServer, startOffline } from '../../scripts/offline/start-offline';
