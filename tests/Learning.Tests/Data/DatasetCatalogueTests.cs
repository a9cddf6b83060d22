using Federated.Learning.Data;
using Federated.Learning.Data.Idx;
using Federated.Learning.Data.Synthetic;
using Xunit;

namespace Federated.Learning.Tests.Data;

public sealed class DatasetCatalogueTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatasetCatalogue _catalogue;

    public DatasetCatalogueTests() => _catalogue = new DatasetCatalogue(new DataLocations(_folder["cache"], _folder["system"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_built_in_subset_is_balanced_and_real()
    {
        var data = _catalogue.Load(new EmbeddedFashionMnistOptions(), 0);
        Assert.Equal(new SampleShape(1, 28, 28), ((ImageSet)data.Train).Shape);
        Assert.Equal(Enumerable.Repeat(1000, 10), Counts(data.Train));
        Assert.Equal(Enumerable.Repeat(200, 10), Counts(data.Test));
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], data.Train.Labels[..10].ToArray());
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6, 5, 7], data.Test.Labels[..10].ToArray());
        var values = new float[data.Train.Count * 784];
        ((ImageSet)data.Train).Gather([.. Enumerable.Range(0, data.Train.Count)], values);
        Assert.InRange(values.Average(v => (double)v), -0.02, 0.02);
        Assert.InRange(values.Average(v => (double)v * v), 0.95, 1.05);
    }

    [Fact]
    public void The_licence_of_the_built_in_data_travels_with_the_program()
    {
        using var stream = typeof(SampleSet).Assembly.GetManifestResourceStream("Federated.Learning.Data.LICENSE-fashion-mnist.txt");
        Assert.Contains("Zalando SE", new StreamReader(stream!).ReadToEnd());
    }

    [Fact]
    public void The_folder_given_beats_the_cache_which_beats_the_system()
    {
        WriteIdx("system/fashion-mnist", 1);
        Assert.Equal(1, _catalogue.Load(new FashionMnistOptions(), 0).Train.Labels[0]);
        WriteIdx("cache/fashion-mnist", 2);
        Assert.Equal(2, _catalogue.Load(new FashionMnistOptions(), 0).Train.Labels[0]);
        WriteIdx("mine", 3);
        Assert.Equal(3, _catalogue.Load(new FashionMnistOptions { Folder = _folder["mine"] }, 0).Train.Labels[0]);
        var found = _catalogue.Describe().Single(d => d.Name == "fashion-mnist").Found;
        Assert.Equal(_folder["cache/fashion-mnist"], found);
    }

    [Fact]
    public void A_data_set_that_is_nowhere_says_how_to_get_it()
    {
        var message = Assert.Throws<InputException>(() => _catalogue.Load(new FashionMnistOptions(), 0)).Message;
        Assert.Contains("fed data get fashion-mnist", message);
        Assert.Contains("data.folder", message);
        Assert.Contains("dataset-fashion-mnist", message);
        Assert.Contains("fed data get mnist", Assert.Throws<InputException>(() => _catalogue.Load(new MnistOptions(), 0)).Message);
    }

    [Fact]
    public void Files_named_with_a_dot_are_found_too()
    {
        WriteIdx("mine", 3);
        File.Move(_folder["mine/t10k-labels-idx1-ubyte"], _folder["mine/t10k-labels.idx1-ubyte"]);
        Assert.Equal(3, _catalogue.Load(new MnistOptions { Folder = _folder["mine"] }, 0).Test.Labels[0]);
    }

    [Fact]
    public void A_folder_without_the_files_is_refused()
    {
        WriteIdx("mine", 3);
        File.Delete(_folder["mine/t10k-labels-idx1-ubyte"]);
        var message = Assert.Throws<InputException>(() => _catalogue.Load(new MnistOptions { Folder = _folder["mine"] }, 0)).Message;
        Assert.Contains("t10k-labels-idx1-ubyte.gz", message);
    }

    [Fact]
    public void Only_the_first_samples_are_used_when_asked_for()
    {
        var whole = _catalogue.Load(new EmbeddedFashionMnistOptions(), 0);
        var some = _catalogue.Load(new EmbeddedFashionMnistOptions { TrainSamples = 100, TestSamples = 10 }, 0);
        Assert.Equal(whole.Train.Labels[..100], some.Train.Labels);
        Assert.Equal(10, some.Test.Count);
        var (a, b) = (new float[784], new float[784]);
        ((ImageSet)whole.Train).Gather([99], a);
        ((ImageSet)some.Train).Gather([99], b);
        Assert.Equal(a, b);
    }

    [Fact]
    public void More_samples_than_there_are_are_refused_with_both_numbers()
    {
        var message = Assert.Throws<InputException>(
            () => _catalogue.Load(new SyntheticOptions { Train = 50, Test = 5, TrainSamples = 51 }, 0)).Message;
        Assert.Equal("data.train_samples: 51; synthetic has 50, so 1 to 50 are accepted", message);
    }

    [Theory]
    [InlineData("/var/xdg", "/var/xdg/federated")]
    [InlineData("relative", "/home/u/.cache/federated")]
    [InlineData(null, "/home/u/.cache/federated")]
    public void The_cache_follows_the_environment(string? xdg, string expected) =>
        Assert.Equal(expected, DataLocations.FromEnvironment(name => name == "XDG_CACHE_HOME" ? xdg : null, "/home/u").Cache);

    [Fact]
    public void Every_data_set_is_described() =>
        Assert.Equal(
            ["fashion-mnist-mini", "fashion-mnist", "mnist", "cifar10", "cifar100", "femnist", "synthetic", "arrays", "mails", "text", "prompts", "speeches"],
            _catalogue.Describe().Select(d => d.Name));

    private void WriteIdx(string folder, byte label)
    {
        _folder.Write(folder + "/train-images-idx3-ubyte.gz", Idx.Gzip(Idx.Images(1, 2, 2, 1, 2, 3, 4)));
        _folder.Write(folder + "/train-labels-idx1-ubyte.gz", Idx.Gzip(Idx.Labels(label)));
        _folder.Write(folder + "/t10k-images-idx3-ubyte", Idx.Images(1, 2, 2, 1, 2, 3, 4));
        _folder.Write(folder + "/t10k-labels-idx1-ubyte", Idx.Labels(label));
    }

    private static int[] Counts(SampleSet set)
    {
        var counts = new int[set.Classes];
        foreach (var label in set.Labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
