using System;
using System.Globalization;
using System.IO;
using NUnit.Framework;

namespace Tests.Interop.Rtmp;

/// <summary>nginx with its RTMP module, on a port of its own.</summary>
internal sealed class NginxRtmp : IDisposable
{
    private const string Module = "/usr/lib/nginx/modules/ngx_rtmp_module.so";

    private readonly ForeignProgram _program;

    public NginxRtmp(string folder)
    {
        ForeignProgram.Require("nginx");
        if (!File.Exists(Module))
        {
            Assert.Ignore("libnginx-mod-rtmp is not installed");
        }

        Port = FreePort.Take();
        string configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            load_module {{Module}};
            daemon off;
            master_process off;
            pid {{folder}}/nginx.pid;
            error_log stderr error;
            events { }
            rtmp {
                out_queue 8192;
                server {
                    listen [::]:{{Port}} ipv6only=off;
                    chunk_size 4096;
                    application live { live on; publish_notify on; }
                }
            }
            """));
        _program = ForeignProgram.Start("nginx", ["-p", folder, "-e", "stderr", "-c", configuration]);
        Awaiting.Port(Port, _program);
    }

    public ushort Port { get; }

    public void Dispose() => _program.Dispose();
}
