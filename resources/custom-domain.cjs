const DOMAIN = /^(\*\.)?[a-z\d-]+(\.[a-z\d-]+)+$/;
const CERTIFICATE = /^arn:aws[\w-]*:acm:/;

/**
 * A domain of your own before the stage, so that the stage's name is no part of the path, for `--param domain=cards.example` and the
 * certificate's ARN in `--param certificate=…`; nothing without them.
 */
module.exports = async ({ resolveVariable }) => {
  const [domain, certificate] = await Promise.all(['domain', 'certificate'].map((name) => resolveVariable(`param:${name}`)));
  if (domain === '' || certificate === '') return {};
  if (!DOMAIN.test(domain)) throw new Error(`not a domain: ${domain}`);
  if (!CERTIFICATE.test(certificate)) throw new Error(`not the ARN of a certificate: ${certificate}`);
  return {
    Resources: {
      CustomDomain: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: {
          DomainName: domain,
          RegionalCertificateArn: certificate,
          EndpointConfiguration: { Types: ['REGIONAL'] },
          SecurityPolicy: 'TLS_1_2',
        },
      },
      CustomDomainMapping: {
        Type: 'AWS::ApiGateway::BasePathMapping',
        DependsOn: 'ApiGatewayStage',
        Properties: {
          DomainName: { Ref: 'CustomDomain' },
          RestApiId: { Ref: 'ApiGatewayRestApi' },
          Stage: await resolveVariable('sls:stage'),
        },
      },
    },
    Outputs: {
      // What the domain's CNAME record has to say, or its alias record with the zone.
      CustomDomainTarget: { Value: { 'Fn::GetAtt': ['CustomDomain', 'RegionalDomainName'] } },
      CustomDomainZone: { Value: { 'Fn::GetAtt': ['CustomDomain', 'RegionalHostedZoneId'] } },
    },
  };
};
