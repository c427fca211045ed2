// One scenario through the Node SDK: create, write, flush, index, load, read, release, drop. Usage: node scenario.js HOST:PORT
const assert = require('node:assert');
const { MilvusClient, DataType, ConsistencyLevelEnum, RRFRanker } = require('@zilliz/milvus2-sdk-node');

const NAME = 'scenario_node';
const DIM = 16;
const ROWS = 300;

const ok = (answer) => {
  const status = answer.status || answer;
  assert.ok(status.error_code === 'Success' || status.code === 0, JSON.stringify(status));
  return answer;
};

let state = 20260101;
const random = () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1;

async function main() {
  const client = new MilvusClient({ address: process.argv[2] });
  await client.connectPromise;
  console.log('server', (await client.getVersion()).version);
  await client.dropCollection({ collection_name: NAME });
  ok(await client.createCollection({
    collection_name: NAME,
    enable_dynamic_field: true,
    consistency_level: 'Strong',
    fields: [
      { name: 'id', data_type: DataType.Int64, is_primary_key: true },
      { name: 'flag', data_type: DataType.Bool },
      { name: 'tiny', data_type: DataType.Int8 },
      { name: 'text', data_type: DataType.VarChar, max_length: 100 },
      { name: 'doc', data_type: DataType.JSON },
      { name: 'maybe', data_type: DataType.Double, nullable: true },
      { name: 'numbers', data_type: DataType.Array, element_type: DataType.Int32, max_capacity: 10 },
      { name: 'dense', data_type: DataType.FloatVector, dim: DIM },
      { name: 'sparse', data_type: DataType.SparseFloatVector },
    ],
  }));
  assert.ok(ok(await client.describeCollection({ collection_name: NAME })).schema.fields.length === 9);
  console.log('created');
  const data = [];
  for (let i = 0; i < ROWS; i++) {
    data.push({
      id: i, flag: i % 2 === 0, tiny: i % 100, text: `row ${i}`, doc: { n: i }, maybe: i % 4 ? i / 2 : null,
      numbers: [i, i + 1], dense: Array.from({ length: DIM }, random), sparse: { [i % 50]: 1, 100: 0.5 }, extra: `dynamic ${i}`,
    });
  }
  assert.equal(Number(ok(await client.insert({ collection_name: NAME, data })).insert_cnt), ROWS);
  ok(await client.flushSync({ collection_names: [NAME] }));
  console.log('inserted, flushed');
  ok(await client.createIndex({ collection_name: NAME, field_name: 'dense', index_type: 'HNSW', metric_type: 'L2', params: { M: 16, efConstruction: 100 } }));
  ok(await client.createIndex({ collection_name: NAME, field_name: 'sparse', index_type: 'SPARSE_INVERTED_INDEX', metric_type: 'IP' }));
  ok(await client.createIndex({ collection_name: NAME, field_name: 'tiny', index_type: 'BITMAP' }));
  assert.equal(ok(await client.describeIndex({ collection_name: NAME, field_name: 'dense' })).index_descriptions[0].state, 'Finished');
  ok(await client.loadCollectionSync({ collection_name: NAME }));
  assert.equal((await client.getLoadState({ collection_name: NAME })).state, 'LoadStateLoaded');
  console.log('indexed, loaded');
  const found = ok(await client.search({ collection_name: NAME, anns_field: 'dense', data: data[3].dense, limit: 5, output_fields: ['id', 'text', 'extra', 'maybe'], params: { ef: 64 } }));
  assert.equal(found.results[0].id, '3');
  assert.equal(found.results[0].text, 'row 3');
  const filtered = ok(await client.search({ collection_name: NAME, anns_field: 'dense', data: data[3].dense, limit: 10, filter: 'tiny < 10', output_fields: ['id'] }));
  assert.ok(filtered.results.every((h) => Number(h.id) % 100 < 10));
  const hybrid = ok(await client.hybridSearch({
    collection_name: NAME, limit: 5, rerank: RRFRanker(60), output_fields: ['id', 'text'],
    data: [{ anns_field: 'dense', data: data[3].dense, params: { ef: 64 } }, { anns_field: 'sparse', data: { 3: 1 } }],
  }));
  assert.equal(hybrid.results[0].id, '3');
  console.log('searched');
  const rows = ok(await client.query({ collection_name: NAME, filter: 'id in [0, 1]', output_fields: ['*'] }));
  assert.equal(rows.data.length, 2);
  assert.equal(rows.data[0].maybe, null);
  assert.equal(rows.data[1].text, 'row 1');
  assert.equal(Number(ok(await client.count({ collection_name: NAME })).data), ROWS);
  ok(await client.delete({ collection_name: NAME, filter: 'id == 7' }));
  assert.equal((await client.query({ collection_name: NAME, filter: 'id in [7, 8]', output_fields: ['id'] })).data.length, 1);
  console.log('queried');
  const wrong = await client.describeCollection({ collection_name: 'no_such_collection' });
  assert.equal(wrong.status.code, 100);
  console.log('  refused:', wrong.status.reason);
  ok(await client.createPartition({ collection_name: NAME, partition_name: 'side' }));
  assert.equal((await client.showPartitions({ collection_name: NAME })).partition_names.length, 2);
  ok(await client.releasePartitions({ collection_name: NAME, partition_names: ['side'] }));
  ok(await client.dropPartition({ collection_name: NAME, partition_name: 'side' }));
  ok(await client.releaseCollection({ collection_name: NAME }));
  ok(await client.dropCollection({ collection_name: NAME }));
  assert.equal((await client.hasCollection({ collection_name: NAME })).value, false);
  await client.closeConnection();
  console.log('scenario passed');
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
