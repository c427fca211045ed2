// One scenario through the Go client: create, write, flush, index, load, read, release, drop. Usage: scenario HOST:PORT
package main

import (
	"context"
	"fmt"
	"log"
	"math/rand"
	"os"
	"time"

	"github.com/milvus-io/milvus/client/v2/column"
	"github.com/milvus-io/milvus/client/v2/entity"
	"github.com/milvus-io/milvus/client/v2/index"
	client "github.com/milvus-io/milvus/client/v2/milvusclient"
)

const (
	name = "scenario_go"
	dim  = 16
	rows = 300
	seed = 20260101
)

func must(err error) {
	if err != nil {
		log.Fatalf("failed: %v", err)
	}
}

func check(condition bool, what string, values ...any) {
	if !condition {
		log.Fatalf("check failed: "+what, values...)
	}
}

func schema() *entity.Schema {
	return entity.NewSchema().WithName(name).WithDynamicFieldEnabled(true).
		WithField(entity.NewField().WithName("id").WithDataType(entity.FieldTypeInt64).WithIsPrimaryKey(true)).
		WithField(entity.NewField().WithName("flag").WithDataType(entity.FieldTypeBool)).
		WithField(entity.NewField().WithName("tiny").WithDataType(entity.FieldTypeInt8)).
		WithField(entity.NewField().WithName("text").WithDataType(entity.FieldTypeVarChar).WithMaxLength(100)).
		WithField(entity.NewField().WithName("doc").WithDataType(entity.FieldTypeJSON)).
		WithField(entity.NewField().WithName("dense").WithDataType(entity.FieldTypeFloatVector).WithDim(dim)).
		WithField(entity.NewField().WithName("sparse").WithDataType(entity.FieldTypeSparseVector))
}

func insert(ctx context.Context, c *client.Client) [][]float32 {
	random := rand.New(rand.NewSource(seed))
	ids := make([]int64, rows)
	flags := make([]bool, rows)
	tiny := make([]int8, rows)
	texts := make([]string, rows)
	docs := make([][]byte, rows)
	dense := make([][]float32, rows)
	sparse := make([]entity.SparseEmbedding, rows)
	extra := make([]string, rows)
	for i := range ids {
		ids[i], flags[i], tiny[i] = int64(i), i%2 == 0, int8(i%100)
		texts[i], docs[i], extra[i] = fmt.Sprintf("row %d", i), []byte(fmt.Sprintf(`{"n":%d}`, i)), fmt.Sprintf("dynamic %d", i)
		dense[i] = make([]float32, dim)
		for d := range dense[i] {
			dense[i][d] = random.Float32()*2 - 1
		}
		s, err := entity.NewSliceSparseEmbedding([]uint32{uint32(i % 50), 100}, []float32{1, 0.5})
		must(err)
		sparse[i] = s
	}
	result, err := c.Insert(ctx, client.NewColumnBasedInsertOption(name,
		column.NewColumnInt64("id", ids), column.NewColumnBool("flag", flags), column.NewColumnInt8("tiny", tiny),
		column.NewColumnVarChar("text", texts), column.NewColumnJSONBytes("doc", docs),
		column.NewColumnFloatVector("dense", dim, dense), column.NewColumnSparseVectors("sparse", sparse),
		column.NewColumnVarChar("extra", extra)))
	must(err)
	check(result.InsertCount == rows, "inserted %d", result.InsertCount)
	return dense
}

func buildIndex(ctx context.Context, c *client.Client, field string, params index.Index) {
	task, err := c.CreateIndex(ctx, client.NewCreateIndexOption(name, field, params))
	must(err)
	must(task.Await(ctx))
}

func search(ctx context.Context, c *client.Client, dense [][]float32) {
	found, err := c.Search(ctx, client.NewSearchOption(name, 5,
		[]entity.Vector{entity.FloatVector(dense[3]), entity.FloatVector(dense[4])}).
		WithANNSField("dense").WithOutputFields("text", "extra", "dense").WithAnnParam(index.NewHNSWAnnParam(64)))
	must(err)
	check(len(found) == 2, "result sets %d", len(found))
	for i, want := range []int64{3, 4} {
		id, err := found[i].IDs.GetAsInt64(0)
		must(err)
		check(id == want, "query %d found %d", i, id)
	}
	text, err := found[0].GetColumn("text").GetAsString(0)
	must(err)
	check(text == "row 3", "text %q", text)
	filtered, err := c.Search(ctx, client.NewSearchOption(name, 10, []entity.Vector{entity.FloatVector(dense[3])}).
		WithANNSField("dense").WithFilter("tiny < 10"))
	must(err)
	for i := 0; i < filtered[0].IDs.Len(); i++ {
		id, _ := filtered[0].IDs.GetAsInt64(i)
		check(id%100 < 10, "filtered id %d", id)
	}
	query, err := entity.NewSliceSparseEmbedding([]uint32{3}, []float32{1})
	must(err)
	hybrid, err := c.HybridSearch(ctx, client.NewHybridSearchOption(name, 5,
		client.NewAnnRequest("dense", 10, entity.FloatVector(dense[3])),
		client.NewAnnRequest("sparse", 10, query)).WithReranker(client.NewRRFReranker()).WithOutputFields("text"))
	must(err)
	id, err := hybrid[0].IDs.GetAsInt64(0)
	must(err)
	check(id == 3, "hybrid found %d", id)
}

func query(ctx context.Context, c *client.Client) {
	found, err := c.Query(ctx, client.NewQueryOption(name).WithFilter("id in [0, 1]").WithOutputFields("*"))
	must(err)
	check(found.ResultCount == 2, "query found %d", found.ResultCount)
	count, err := c.Query(ctx, client.NewQueryOption(name).WithFilter("").WithOutputFields("count(*)"))
	must(err)
	total, err := count.GetColumn("count(*)").GetAsInt64(0)
	must(err)
	check(total == rows, "count %d", total)
	_, err = c.Delete(ctx, client.NewDeleteOption(name).WithInt64IDs("id", []int64{7}))
	must(err)
	left, err := c.Get(ctx, client.NewQueryOption(name).WithIDs(column.NewColumnInt64("id", []int64{7, 8})).WithOutputFields("id"))
	must(err)
	check(left.ResultCount == 1, "left %d", left.ResultCount)
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c, err := client.New(ctx, &client.ClientConfig{Address: os.Args[1]})
	must(err)
	defer c.Close(ctx)
	version, err := c.GetServerVersion(ctx, client.NewGetServerVersionOption())
	must(err)
	fmt.Println("server", version, "seed", seed)
	must(c.DropCollection(ctx, client.NewDropCollectionOption(name)))
	must(c.CreateCollection(ctx, client.NewCreateCollectionOption(name, schema()).WithConsistencyLevel(entity.ClStrong)))
	dense := insert(ctx, c)
	flush, err := c.Flush(ctx, client.NewFlushOption(name))
	must(err)
	must(flush.Await(ctx))
	fmt.Println("created, inserted, flushed")
	buildIndex(ctx, c, "dense", index.NewHNSWIndex(entity.L2, 16, 100))
	buildIndex(ctx, c, "sparse", index.NewSparseInvertedIndex(entity.IP, 0))
	buildIndex(ctx, c, "tiny", index.NewBitmapIndex())
	load, err := c.LoadCollection(ctx, client.NewLoadCollectionOption(name))
	must(err)
	must(load.Await(ctx))
	fmt.Println("indexed, loaded")
	search(ctx, c, dense)
	fmt.Println("searched")
	query(ctx, c)
	fmt.Println("queried")
	_, err = c.DescribeCollection(ctx, client.NewDescribeCollectionOption("no_such_collection"))
	check(err != nil, "a wrong call was accepted")
	fmt.Println("  refused:", err)
	must(c.CreatePartition(ctx, client.NewCreatePartitionOption(name, "side")))
	must(c.ReleasePartitions(ctx, client.NewReleasePartitionsOptions(name, "side")))
	must(c.DropPartition(ctx, client.NewDropPartitionOption(name, "side")))
	must(c.ReleaseCollection(ctx, client.NewReleaseCollectionOption(name)))
	must(c.DropCollection(ctx, client.NewDropCollectionOption(name)))
	has, err := c.HasCollection(ctx, client.NewHasCollectionOption(name))
	must(err)
	check(!has, "still there")
	fmt.Println("scenario passed")
}
