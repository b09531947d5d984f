/** The region to deploy to. A variable that is set but empty counts as none: osls would take us-east-1. */
module.exports = async ({ options }) => options.region || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'eu-central-1';
