using System.Security.Cryptography;
using Polly;
using Polly.Retry;

namespace Federated.Learning.Data.Downloads;

/// <summary>Downloads data sets into the cache: beside, checked against the published checksum, then renamed.</summary>
public sealed class DataDownloader : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int Retries = 3;
    private readonly HttpClient _client;
    private readonly DataLocations _locations;
    private readonly IReadOnlyList<DataSource> _sources;
    private readonly ResiliencePipeline _retry;

    /// <param name="handler">how addresses are reached; not disposed</param>
    /// <param name="locations">where the cache is</param>
    /// <param name="sources">what can be downloaded, usually <see cref="DataSource.Official"/></param>
    /// <param name="retryDelay">pause before the first of three retries; doubles each time</param>
    public DataDownloader(
        HttpMessageHandler handler, DataLocations locations, IReadOnlyList<DataSource> sources, TimeSpan retryDelay)
    {
        // Large archives on slow lines take long: the caller's token ends a download, not a clock.
        _client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _locations = locations;
        _sources = sources;
        _retry = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(IsTransient).Handle<IOException>(),
                MaxRetryAttempts = Retries,
                Delay = retryDelay,
                BackoffType = DelayBackoffType.Exponential,
            })
            .Build();
    }

    /// <summary>Downloads the files of a data set that are not in the cache yet.</summary>
    /// <param name="dataset">name of the data set</param>
    /// <param name="progress">told about every piece received; may be null</param>
    /// <param name="cancellation">ends the download</param>
    /// <returns>the folder that holds the data set</returns>
    /// <exception cref="InputException">the name is unknown, the address cannot be reached, or a checksum is wrong</exception>
    public async Task<string> DownloadAsync(string dataset, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var source = _sources.FirstOrDefault(s => s.Dataset == dataset)
            ?? throw new InputException(
                $"{dataset}: cannot be downloaded; accepted are {string.Join(", ", _sources.Select(s => s.Dataset))}");
        var folder = Directory.CreateDirectory(_locations.CacheOf(dataset)).FullName;
        foreach (var file in source.Files)
        {
            await FetchAsync(file, folder, progress, cancellation);
        }

        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task FetchAsync(DataFile file, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<string> results = file.IsArchive ? file.Members : [file.Name];
        if (results.All(name => File.Exists(Path.Combine(folder, name))))
        {
            return;
        }

        var beside = Path.Combine(folder, file.Name + ".tmp");
        try
        {
            await DownloadAsync(file, beside, progress, cancellation);
            if (file.IsArchive)
            {
                TarExtractor.Extract(beside, file.Members, folder);
            }
            else
            {
                File.Move(beside, Path.Combine(folder, file.Name), overwrite: true);
            }
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private async Task DownloadAsync(DataFile file, string beside, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        string checksum;
        try
        {
            checksum = await _retry.ExecuteAsync(
                async token => await ReceiveAsync(file, beside, progress, token), cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new InputException(
                $"{file.Address}: cannot be downloaded ({InputFile.OneLine(e.Message)}); check the connection, or fetch the file elsewhere and give its folder as data.folder", e);
        }

        if (checksum != file.Md5)
        {
            throw new InputException($"{file.Address}: MD5 of the download is {checksum}; expected {file.Md5}");
        }
    }

    private async Task<string> ReceiveAsync(
        DataFile file, string beside, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(file.Address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var from = await response.Content.ReadAsStreamAsync(cancellation);
        await using var to = File.Create(beside);
        var buffer = new byte[BufferBytes];
        var received = 0L;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellation)) > 0)
        {
            md5.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            received += read;
            progress?.Report(new DownloadProgress(file.Name, received, response.Content.Headers.ContentLength));
        }

        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }

    /// <summary>Whether another attempt may help: not when the server answered that there is no such file.</summary>
    private static bool IsTransient(HttpRequestException e) =>
        e.StatusCode is null || (int)e.StatusCode >= 500 || e.StatusCode is System.Net.HttpStatusCode.RequestTimeout or System.Net.HttpStatusCode.TooManyRequests;
}
