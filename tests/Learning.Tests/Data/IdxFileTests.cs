using Federated.Learning.Data;
using Federated.Learning.Data.Idx;
using Xunit;

namespace Federated.Learning.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plain_and_gzipped_files_are_told_apart_by_their_bytes()
    {
        var bytes = Idx.Images(2, 1, 3, 1, 2, 3, 4, 5, 6);
        var plain = IdxFile.Read(_folder.Write("a.gz", bytes), 3);
        var zipped = IdxFile.Read(_folder.Write("b", Idx.Gzip(bytes)), 3);
        Assert.Equal([2, 1, 3], plain.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], plain.Data);
        Assert.Equal(plain.Shape, zipped.Shape);
        Assert.Equal(plain.Data, zipped.Data);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_and_named()
    {
        var whole = Idx.Images(2, 1, 3, 1, 2, 3, 4, 5, 6);
        for (var length = 0; length < whole.Length; length++)
        {
            Refused(whole[..length]);
            Refused(Idx.Gzip(whole[..length]));
        }

        var zipped = Idx.Gzip(whole);
        for (var length = 2; length < zipped.Length; length++)
        {
            Refused(zipped[..length]);
        }
    }

    [Fact]
    public void Bytes_after_the_data_are_refused()
    {
        byte[] longer = [.. Idx.Images(1, 1, 2, 7, 8), 9];
        Assert.Contains("3 bytes", Refused(longer));
        Assert.Contains("more than 2", Refused(Idx.Gzip(longer)));
    }

    [Fact]
    public void Another_magic_number_is_shown_next_to_the_expected_one()
    {
        var message = Refused(Idx.Bytes(0x803 + 0x100, [1, 1, 1], [0]));
        Assert.Contains("0x00000903", message);
        Assert.Contains("0x00000803", message);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(2_000_000, 1000, 1)]
    [InlineData(-1, 28, 28)]
    [InlineData(0, 28, 28)]
    public void Claims_that_the_file_cannot_hold_are_refused_without_allocating(int count, int height, int width)
    {
        var claim = Idx.Bytes(0x803, [count, height, width], [1]);
        var zipped = Idx.Gzip(claim);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(claim);
        Refused(zipped);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Different_numbers_of_images_and_labels_are_refused()
    {
        var images = _folder.Write("images", Idx.Images(2, 1, 1, 1, 2));
        var labels = _folder.Write("labels", Idx.Labels(0, 1, 2));
        var refused = Assert.Throws<InputException>(() => IdxSamples.Read(images, labels, 10, Normalisation.Mnist));
        Assert.Contains("3 labels", refused.Message);
        Assert.Contains("expected 2", refused.Message);
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused()
    {
        var images = _folder.Write("images", Idx.Images(2, 1, 1, 1, 2));
        var labels = _folder.Write("labels", Idx.Labels(0, 10));
        var refused = Assert.Throws<InputException>(() => IdxSamples.Read(images, labels, 10, Normalisation.Mnist));
        Assert.Contains("label 10 of sample 1", refused.Message);
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Assert.Contains("no such file", Assert.Throws<InputException>(() => IdxFile.Read(_folder["none"], 3)).Message);

    private string Refused(byte[] content)
    {
        var path = _folder.Write("file", content);
        var message = Assert.Throws<InputException>(() => IdxFile.Read(path, 3)).Message;
        Assert.StartsWith(path, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
