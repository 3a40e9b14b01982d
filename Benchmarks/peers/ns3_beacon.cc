// The workload in ns-3 (3.37).
//
//     ns3_beacon --n=N --dev=ideal|simple|wifi [--grid=1] [--sched=map|heap|calendar] [--payload=200]
//
// ideal   SimpleNetDevice and a channel that schedules a reception for those within 300 m only
// simple  SimpleNetDevice and the stock SimpleChannel: a broadcast reaches every node, receivers drop what is too far
// wifi    802.11p (10 MHz, ad-hoc MAC, 6 Mbit/s), YansWifiChannel with RangePropagationLossModel; broadcasts of 200 B
// --grid=1  ideal with a cell grid in place of a loop over all nodes
#include <unordered_map>
#include <vector>

#include "grid.hpp"
#include "ns3/core-module.h"
#include "ns3/mobility-module.h"
#include "ns3/network-module.h"
#include "ns3/simple-channel.h"
#include "ns3/simple-net-device.h"
#include "ns3/wifi-module.h"
#include "workload.hpp"

using namespace ns3;

struct Vehicle {
    double x, y, vx, vy, last = 0;
    std::unordered_map<uint32_t, std::pair<float, float>> records;  // good and bad, by sender
};

static int N;
static double side;
static Generator generator(1);
static uint64_t receptions = 0, beacons = 0;
static std::vector<Vehicle> vehicles;
static std::vector<Ptr<NetDevice>> devices;
static std::vector<Ptr<ConstantPositionMobilityModel>> mobility;
static bool dropsFarOnes = false;
static uint32_t payload = 200;
static Grid grid;
static bool usesGrid = false;

static inline void Update(uint32_t receiver, uint32_t sender) {
    float outcome = generator.uniform() < goodShare ? 1.f : 0.f;
    auto& record = vehicles[receiver].records.try_emplace(sender, 1.f, 1.f).first->second;
    record.first = record.first * (float)forgettingFactor + outcome;
    record.second = record.second * (float)forgettingFactor + (1 - outcome);
    receptions++;
}

static bool Receive(Ptr<NetDevice> device, Ptr<const Packet> packet, uint16_t, const Address&) {
    uint32_t sender;
    packet->CopyData((uint8_t*)&sender, 4);
    uint32_t receiver = device->GetNode()->GetId();
    if (dropsFarOnes) {
        double dx = vehicles[receiver].x - vehicles[sender].x, dy = vehicles[receiver].y - vehicles[sender].y;
        if (dx * dx + dy * dy > rangeMeters * rangeMeters) return true;
    }
    Update(receiver, sender);
    return true;
}

class IdealChannel : public SimpleChannel {
  public:
    static TypeId GetTypeId() {
        static TypeId type = TypeId("IdealChannel").SetParent<SimpleChannel>().AddConstructor<IdealChannel>();
        return type;
    }

    void Send(
        Ptr<Packet> packet, uint16_t protocol, Mac48Address to, Mac48Address from, Ptr<SimpleNetDevice> sender
    ) override {
        uint32_t i = sender->GetNode()->GetId();
        double X = vehicles[i].x, Y = vehicles[i].y;
        auto deliver = [&](uint32_t k) {
            double dx = vehicles[k].x - X, dy = vehicles[k].y - Y;
            if (k == i || dx * dx + dy * dy > rangeMeters * rangeMeters) return;
            Simulator::ScheduleWithContext(
                k, NanoSeconds(1000), &SimpleNetDevice::Receive, DynamicCast<SimpleNetDevice>(devices[k]),
                packet->Copy(), protocol, to, from);
        };
        if (usesGrid) {
            grid.near(i, deliver);
        } else {
            for (uint32_t k = 0; k < (uint32_t)N; k++) deliver(k);
        }
    }
};

static void Beacon(uint32_t i) {
    double time = Simulator::Now().GetSeconds();
    Vehicle& vehicle = vehicles[i];
    double elapsed = time - vehicle.last;
    vehicle.last = time;
    vehicle.x += vehicle.vx * elapsed;
    vehicle.y += vehicle.vy * elapsed;
    reflect(vehicle.x, vehicle.vx, side);
    reflect(vehicle.y, vehicle.vy, side);
    mobility[i]->SetPosition(Vector(vehicle.x, vehicle.y, 0));
    beacons++;
    if (usesGrid) grid.put(i, vehicle.x, vehicle.y);
    uint8_t buffer[2048] = {0};
    memcpy(buffer, &i, 4);
    Ptr<Packet> packet = Create<Packet>(buffer, payload);
    devices[i]->Send(packet, devices[i]->GetBroadcast(), 0x88dc);
    Simulator::Schedule(Seconds(1.0), &Beacon, i);
}

static void InstallWifi(NodeContainer& nodes) {
    YansWifiPhyHelper phy;
    YansWifiChannelHelper channel;
    channel.SetPropagationDelay("ns3::ConstantSpeedPropagationDelayModel");
    channel.AddPropagationLoss("ns3::RangePropagationLossModel", "MaxRange", DoubleValue(rangeMeters));
    phy.SetChannel(channel.Create());
    phy.Set("ChannelSettings", StringValue("{172, 10, BAND_5GHZ, 0}"));
    WifiMacHelper mac;
    mac.SetType("ns3::AdhocWifiMac");
    WifiHelper wifi;
    wifi.SetStandard(WIFI_STANDARD_80211p);
    wifi.SetRemoteStationManager(
        "ns3::ConstantRateWifiManager", "DataMode", StringValue("OfdmRate6MbpsBW10MHz"), "ControlMode",
        StringValue("OfdmRate6MbpsBW10MHz"), "NonUnicastMode", StringValue("OfdmRate6MbpsBW10MHz"));
    NetDeviceContainer installed = wifi.Install(phy, mac, nodes);
    for (int i = 0; i < N; i++) devices.push_back(installed.Get(i));
}

static void InstallSimple(NodeContainer& nodes, bool isIdeal) {
    Ptr<SimpleChannel> channel =
        isIdeal ? Ptr<SimpleChannel>(CreateObject<IdealChannel>()) : CreateObject<SimpleChannel>();
    channel->SetAttribute("Delay", TimeValue(NanoSeconds(1000)));
    dropsFarOnes = !isIdeal;
    for (int i = 0; i < N; i++) {
        Ptr<SimpleNetDevice> device = CreateObject<SimpleNetDevice>();
        device->SetAddress(Mac48Address::Allocate());
        nodes.Get(i)->AddDevice(device);
        device->SetChannel(channel);
        devices.push_back(device);
    }
}

int main(int argc, char** argv) {
    int n = 100;
    std::string device = "wifi", scheduler = "map";
    CommandLine command;
    command.AddValue("n", "vehicles", n);
    command.AddValue("dev", "ideal, simple or wifi", device);
    command.AddValue("payload", "bytes of a beacon", payload);
    command.AddValue("sched", "map, heap or calendar", scheduler);
    command.AddValue("grid", "ideal: a cell grid instead of a loop over all nodes", usesGrid);
    command.Parse(argc, argv);

    double started = now();
    N = n;
    side = sideFor(N);
    if (scheduler == "heap") Simulator::SetScheduler(ObjectFactory("ns3::HeapScheduler"));
    if (scheduler == "calendar") Simulator::SetScheduler(ObjectFactory("ns3::CalendarScheduler"));
    NodeContainer nodes;
    nodes.Create(N);
    vehicles.resize(N);
    mobility.resize(N);
    std::vector<double> phase(N);
    if (usesGrid) grid.init(N, side);
    for (int i = 0; i < N; i++) {
        Vehicle& vehicle = vehicles[i];
        vehicle.x = generator.uniform() * side;
        vehicle.y = generator.uniform() * side;
        double speed = 5 + 15 * generator.uniform(), direction = 2 * M_PI * generator.uniform();
        vehicle.vx = speed * cos(direction);
        vehicle.vy = speed * sin(direction);
        phase[i] = generator.uniform();
        if (usesGrid) grid.put(i, vehicle.x, vehicle.y);
        mobility[i] = CreateObject<ConstantPositionMobilityModel>();
        mobility[i]->SetPosition(Vector(vehicle.x, vehicle.y, 0));
        nodes.Get(i)->AggregateObject(mobility[i]);
    }
    if (device == "wifi") {
        InstallWifi(nodes);
    } else {
        InstallSimple(nodes, device == "ideal");
    }
    for (int i = 0; i < N; i++) {
        devices[i]->SetReceiveCallback(MakeCallback(&Receive));
        Simulator::ScheduleWithContext(i, Seconds(phase[i]), &Beacon, (uint32_t)i);
    }
    Simulator::Stop(Seconds(endSeconds));
    double begun = now();
    Simulator::Run();
    double ended = now();

    double trust = 0;
    uint64_t records = 0;
    for (auto& vehicle : vehicles)
        for (auto& [sender, record] : vehicle.records) {
            trust += record.first / (record.first + record.second);
            records++;
        }
    printf(
        "peer=ns3-%s sched=%s N=%d side=%.1f beacons=%lu receptions=%lu mean_nb=%.2f records=%lu mean_trust=%.4f "
        "events=%lu loop_s=%.4f setup_s=%.4f rx_per_s=%.4g\n",
        device.c_str(), scheduler.c_str(), N, side, beacons, receptions, (double)receptions / beacons, records,
        trust / records, (unsigned long)Simulator::GetEventCount(), ended - begun, begun - started,
        receptions / (ended - begun));
}
