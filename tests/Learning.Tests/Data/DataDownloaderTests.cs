using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using Federated.Learning.Data;
using Federated.Learning.Data.Downloads;
using Xunit;

namespace Federated.Learning.Tests.Data;

public sealed class DataDownloaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StubHandler _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_with_the_right_checksum_is_kept_and_not_fetched_again()
    {
        _server.Content = [1, 2, 3];
        var source = Source(Md5([1, 2, 3]));
        var reports = new List<DownloadProgress>();
        var folder = await Get(source, new Sink(reports));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(folder, "file.gz")));
        Assert.Equal(new DownloadProgress("file.gz", 3, 3), reports[^1]);
        await Get(source);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_nothing_stays()
    {
        _server.Content = [1, 2, 4];
        var refused = await Assert.ThrowsAsync<InputException>(() => Get(Source(Md5([1, 2, 3]))));
        Assert.Contains(Md5([1, 2, 4]), refused.Message);
        Assert.Contains(Md5([1, 2, 3]), refused.Message);
        Assert.Empty(Directory.GetFiles(_folder["cache/toy"]));
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        _server.Content = [1];
        _server.FailuresLeft = 2;
        await Get(Source(Md5([1])));
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task Being_offline_is_said_in_one_line()
    {
        _server.FailuresLeft = int.MaxValue;
        _server.Failure = new HttpRequestException("Name or service\nnot known");
        var refused = await Assert.ThrowsAsync<InputException>(() => Get(Source("00")));
        Assert.Equal(4, _server.Requests);
        Assert.Contains("check the connection", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Empty(Directory.GetFiles(_folder["cache/toy"]));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_not_asked_for_again()
    {
        _server.FailuresLeft = int.MaxValue;
        _server.Status = HttpStatusCode.NotFound;
        await Assert.ThrowsAsync<InputException>(() => Get(Source("00")));
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Wanted_files_are_taken_out_of_an_archive_whatever_their_folder()
    {
        _server.Content = Archive(("../evil.bin", 9), ("sub/a.bin", 1), ("sub/deep/b.bin", 2));
        var folder = await Get(Source(Md5(_server.Content), "a.bin", "b.bin"));
        Assert.Equal([Path.Combine(folder, "a.bin"), Path.Combine(folder, "b.bin")], Directory.GetFiles(folder).Order());
        Assert.Equal([2], File.ReadAllBytes(Path.Combine(folder, "b.bin")));
        Assert.False(File.Exists(_folder["cache/evil.bin"]));
    }

    [Fact]
    public async Task An_archive_without_a_wanted_file_is_refused()
    {
        _server.Content = Archive(("a.bin", 1));
        var refused = await Assert.ThrowsAsync<InputException>(() => Get(Source(Md5(_server.Content), "a.bin", "b.bin")));
        Assert.Contains("no b.bin in the archive", refused.Message);
    }

    [Fact]
    public async Task An_unknown_name_is_answered_with_the_known_ones()
    {
        using var downloader = new DataDownloader(_server, Locations, DataSource.Official, TimeSpan.Zero);
        var refused = await Assert.ThrowsAsync<InputException>(() => downloader.DownloadAsync("imagenet", null, TestContext.Current.CancellationToken));
        Assert.Equal("imagenet: cannot be downloaded; accepted are fashion-mnist, mnist, cifar10, cifar100", refused.Message);
    }

    private DataLocations Locations => new(_folder["cache"], _folder["system"]);

    private static DataSource Source(string md5, params string[] members) =>
        new("toy", [new DataFile(new Uri("http://example.org/file.gz"), "file.gz", md5, members)]);

    private async Task<string> Get(DataSource source, IProgress<DownloadProgress>? progress = null)
    {
        using var downloader = new DataDownloader(_server, Locations, [source], TimeSpan.Zero);
        return await downloader.DownloadAsync("toy", progress, TestContext.Current.CancellationToken);
    }

    private static string Md5(byte[] content) => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, content));

    private static byte[] Archive(params (string Name, byte Content)[] files)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([content]) });
            }
        }

        return Idx.Gzip(memory.ToArray());
    }

    private sealed class Sink(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }

    /// <summary>Answers every request in process.</summary>
    private sealed class StubHandler : HttpMessageHandler
    {
        public byte[] Content { get; set; } = [];

        public int FailuresLeft { get; set; }

        public HttpStatusCode Status { get; set; } = HttpStatusCode.ServiceUnavailable;

        public HttpRequestException? Failure { get; set; }

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            if (FailuresLeft-- > 0)
            {
                return Failure is null ? Task.FromResult(new HttpResponseMessage(Status)) : throw Failure;
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Content) });
        }
    }
}
