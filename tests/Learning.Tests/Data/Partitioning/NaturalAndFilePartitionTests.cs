using System.IO.Compression;
using Federated.Learning.Data;
using Federated.Learning.Data.NumPy;
using Federated.Learning.Data.Partitioning;
using Xunit;

namespace Federated.Learning.Tests.Data.Partitioning;

public sealed class NaturalAndFilePartitionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FederatedDataset _data = Sets.Balanced(10, 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Users_with_too_few_samples_are_left_out()
    {
        var data = _data with { Natural = Partition.FromLists([[0, 1], [2], [], [3, 4, 5]]) };
        Assert.Equal(3, Partitioner.Create(new NaturalPartitionOptions(), data, 1).Clients);
        var large = Partitioner.Create(new NaturalPartitionOptions { MinSamples = 2 }, data, 1);
        Assert.Equal(2, large.Clients);
        Assert.Equal([3, 4, 5], large[1].ToArray());
    }

    [Fact]
    public void A_limit_draws_users_by_seed_and_keeps_their_order()
    {
        var data = _data with { Natural = Partition.FromLists([.. Enumerable.Range(0, 10).Select(i => new[] { i })]) };
        var draws = Enumerable.Range(0, 20).Select(seed =>
        {
            var partition = Partitioner.Create(new NaturalPartitionOptions { Clients = 3 }, data, (ulong)seed);
            int[] users = [partition[0][0], partition[1][0], partition[2][0]];
            Assert.Equal(users.Order(), users);
            return string.Join(' ', users);
        });
        Assert.InRange(draws.Distinct().Count(), 10, 20);
    }

    [Fact]
    public void Data_without_users_and_too_many_users_are_refused()
    {
        Assert.Contains("has no users", Refused(new NaturalPartitionOptions(), _data));
        var data = _data with { Natural = Partition.FromLists([[0, 1], [2]]) };
        var message = Refused(new NaturalPartitionOptions { Clients = 3 }, data);
        Assert.Contains("3 clients", message);
        Assert.Contains("2 users", message);
    }

    [Fact]
    public void The_three_file_formats_are_read()
    {
        NpyFile.Write(_folder["rows.npy"], [4, 5, 6, 7, 8, 9], 2, 3);
        Assert.Equal([7, 8, 9], Read("rows.npy")[1].ToArray());
        _folder.WriteText("lists.json", "[[1], [2, 3]]");
        Assert.Equal([2, 3], Read("lists.json")[1].ToArray());
        Directory.CreateDirectory(_folder["zip"]);
        NpyFile.Write(_folder["zip/client_1.npy"], [1L, 0L], 2);
        NpyFile.Write(_folder["zip/client_0.npy"], [9L], 1);
        ZipFile.CreateFromDirectory(_folder["zip"], _folder["lists.npz"]);
        Assert.Equal([9], Read("lists.npz")[0].ToArray());
        Assert.Equal([1, 0], Read("lists.npz")[1].ToArray());
    }

    [Theory]
    [InlineData("[[0], [10]]", "index 10 of client 1; expected 0 to 9")]
    [InlineData("[[0], [-1]]", "index -1 of client 1")]
    [InlineData("[[0], []]", "client 1 has no samples")]
    [InlineData("[]", "no clients")]
    [InlineData("[[0], null]", "null")]
    [InlineData("{}", "expected a list of lists")]
    [InlineData("[[0], [1.5]]", "expected a list of lists")]
    public void Lists_that_do_not_fit_the_training_set_are_refused(string json, string expected)
    {
        var path = _folder.WriteText("lists.json", json);
        var message = Refused(new FilePartitionOptions { Path = path }, _data);
        Assert.StartsWith(path, message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void Fractions_and_unknown_extensions_are_refused()
    {
        NpyFile.Write(_folder["a.npy"], [1f, 2f], 1, 2);
        Assert.Contains("expected integers", Refused(new FilePartitionOptions { Path = _folder["a.npy"] }, _data));
        Assert.Contains(".npy, .npz or .json", Refused(new FilePartitionOptions { Path = _folder["a.txt"] }, _data));
    }

    private Partition Read(string name) => Partitioner.Create(new FilePartitionOptions { Path = _folder[name] }, _data, 0);

    private static string Refused(PartitionOptions options, FederatedDataset data) =>
        Assert.Throws<InputException>(() => Partitioner.Create(options, data, 0)).Message;
}
