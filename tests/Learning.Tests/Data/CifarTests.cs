using Federated.Learning.Data;
using Federated.Learning.Data.Cifar;
using Xunit;

namespace Federated.Learning.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DatasetCatalogue _catalogue;

    public CifarTests() => _catalogue = new DatasetCatalogue(new DataLocations(_folder["cache"], _folder["system"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_five_batches_are_read_in_order_and_normalised_by_channel()
    {
        WriteCifar10("");
        var data = _catalogue.Load(new Cifar10Options { Folder = _folder.Root }, 0);
        Assert.Equal([1, 2, 3, 4, 5], data.Train.Labels.ToArray());
        Assert.Equal([9], data.Test.Labels.ToArray());
        Assert.Equal(new SampleShape(3, 32, 32), ((ImageSet)data.Train).Shape);
        var image = new float[3072];
        ((ImageSet)data.Train).Gather([2], image);
        Assert.Equal(((30 / 255.0) - .491) / .247, image[0], 1e-5);
        Assert.Equal(((31 / 255.0) - .482) / .243, image[1024], 1e-5);
        Assert.Equal(((32 / 255.0) - .447) / .262, image[3071], 1e-5);
    }

    [Fact]
    public void The_archives_own_folder_is_found()
    {
        WriteCifar10("cifar-10-batches-bin/");
        Assert.Equal(5, _catalogue.Load(new Cifar10Options { Folder = _folder.Root }, 0).Train.Count);
    }

    [Fact]
    public void Fine_labels_of_cifar100_are_the_classes()
    {
        _folder.Write("cache/cifar100/cifar-100-binary/train.bin", [3, 77, .. new byte[3072], 4, 99, .. new byte[3072]]);
        _folder.Write("cache/cifar100/cifar-100-binary/test.bin", [3, 5, .. new byte[3072]]);
        var data = _catalogue.Load(new Cifar100Options(), 0);
        Assert.Equal([77, 99], data.Train.Labels.ToArray());
        Assert.Equal(100, data.Train.Classes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3072)]
    [InlineData(3074)]
    public void Files_that_are_no_whole_records_are_refused(int length)
    {
        WriteCifar10("");
        var path = _folder.Write("data_batch_3.bin", new byte[length]);
        var message = Assert.Throws<InputException>(() => _catalogue.Load(new Cifar10Options { Folder = _folder.Root }, 0)).Message;
        Assert.StartsWith($"{path}: {length} bytes", message);
        Assert.Contains("3073", message);
    }

    [Fact]
    public void An_unknown_class_is_refused()
    {
        WriteCifar10("");
        _folder.Write("test_batch.bin", [10, .. new byte[3072]]);
        var message = Assert.Throws<InputException>(() => _catalogue.Load(new Cifar10Options { Folder = _folder.Root }, 0)).Message;
        Assert.Contains("label 10 of record 0", message);
    }

    private void WriteCifar10(string prefix)
    {
        for (byte batch = 1; batch <= 5; batch++)
        {
            _folder.Write($"{prefix}data_batch_{batch}.bin", Record(batch));
        }

        _folder.Write($"{prefix}test_batch.bin", Record(9));
    }

    /// <summary>A record whose channels are filled with 10 * label, 10 * label + 1 and 10 * label + 2.</summary>
    private static byte[] Record(byte label) =>
        [label, .. Enumerable.Range(0, 3072).Select(i => (byte)((10 * label) + (i / 1024)))];
}
