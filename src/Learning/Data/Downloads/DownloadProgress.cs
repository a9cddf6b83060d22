namespace Federated.Learning.Data.Downloads;

/// <summary>How far a download is.</summary>
/// <param name="File">name of the file</param>
/// <param name="Bytes">bytes received</param>
/// <param name="Total">bytes expected, null when the server does not say</param>
public sealed record DownloadProgress(string File, long Bytes, long? Total);
