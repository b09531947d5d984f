# For those who run containers: `docker build --provenance=false --target lambda .` makes an image for Lambda, `docker build --target serve .` a server.
# The tests build neither, for they reach no image registry: test/e2e/container.test.ts runs the same steps in folders. So commands name
# no absolute paths.

FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund
RUN npm run -s build:layers -- --arch "$(node -p process.arch)" && npm pack --silent --pack-destination dist

# The same handler as in the archive, with the layers where Lambda would unpack them, for the platform that it is built for (`--platform`).
FROM public.ecr.aws/lambda/nodejs:24 AS lambda
WORKDIR /var/task
COPY --from=build /src/dist/function dist/function
COPY --from=build /src/dist/layers/native /opt
COPY --from=build /src/dist/layers/models /opt
COPY --from=build /src/dist/layers/bin-table /opt
# The last one: one heap for all threads, see serverless.yml.
ENV MODELS_DIR=/opt/models MALLOC_ARENA_MAX=1
CMD ["dist/function/lambda.handler"]

# The packages are those of the lock file, as in the tests. In a stage of its own, so that npm's cache and the archive are in no layer of the image.
FROM node:24-slim AS installed
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY --from=build /src/dist/*.tgz bankcard-ocr.tgz
COPY --from=build /src/package-lock.json package-lock.json
RUN tar -xzf bankcard-ocr.tgz --strip-components=1 && rm bankcard-ocr.tgz && npm ci --no-audit --no-fund --omit=dev
# Libraries for other systems and processors, which the package brings along.
RUN find node_modules/onnxruntime-node/bin -type f ! -path "*/linux/$(node -p process.arch)/*" -delete

# Asks for no keys: put it behind what does.
FROM node:24-slim AS serve
WORKDIR /app
COPY --from=installed /app .
ENV MALLOC_ARENA_MAX=1
# node, by its number: Kubernetes' runAsNonRoot takes no name.
USER 1000
EXPOSE 3000
HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/v1/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/npm/bankcard-ocr.js", "serve", "--host", "0.0.0.0"]
